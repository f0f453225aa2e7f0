import { shortHash } from "../short-hash";
import type { Finding } from "../smoke/smoke";
import { countText } from "../smoke/text";
import { type Outcome, stayText } from "./deployment";
import type { Others } from "./parts";

/** What was deployed, and how it ended. */
export interface DeploymentReport {
  readonly stack: string;
  /** The full hash. */
  readonly commit: string;
  readonly outcome:
    | Outcome
    /** It did not get as far as the services. */
    | { readonly kind: "failed"; readonly why: string }
    /** The stack was brought to a newer commit before. */
    | { readonly kind: "older"; readonly deployed: string };
}

/** For people, as Markdown: the first line says it all. */
export function reportText({ stack, commit, outcome }: DeploymentReport): string {
  const short = shortHash(commit);
  switch (outcome.kind) {
    case "deployed":
      return `**${stack} runs ${short}**: ${countText(outcome.findings)}.`;
    case "failed":
      return `**${stack} could not be brought to ${short}.**\n\n${outcome.why}`;
    case "older":
      return (
        `**${stack} stays as it is**: it was brought to ${shortHash(outcome.deployed)}, which comes after ${short}. Deploy the newest commit; ` +
        "to go back, revert commits in Git (git revert), which makes a newer one."
      );
    case "unasked":
      return [`**${stack} runs ${short}, and was not tested**: ${outcome.why}`, ...othersText(outcome)].join("\n\n");
    case "left":
      return [
        `**${stack} runs ${short}, and is not well**: ${countText(outcome.findings)}.`,
        list(outcome.findings),
        `Nothing was taken back: ${outcome.why}.`,
        ...othersText(outcome),
      ].join("\n\n");
    case "taken back": {
      const { commit: back, services, findings, after } = outcome;
      return [
        `**${stack} was taken back from ${short}**: ${countText(findings)}.`,
        list(findings),
        `${services.join(", ")} ${services.length === 1 ? "runs" : "run"} the release of ${shortHash(back)} again: ${countText(after)}.`,
        ...(after.some(({ problem }) => problem !== undefined) ? [list(after)] : []),
        ...othersText(outcome),
        `Until it is mended, Git says another release than what runs. Bring a mended version in, or revert the commit that changed it (git revert), one of these:`,
        `    git log --oneline ${back}..${commit} -- Pulumi.${stack}.yaml`,
      ].join("\n\n");
    }
    default:
      return outcome satisfies never;
  }
}

function othersText({ others: { before, after } }: { readonly others: Others }): readonly string[] {
  return [
    ...(before.length === 0 ? [] : [stayText(before)]),
    ...(after.length === 0
      ? []
      : [`${after.join(" and ")} would have come after that, and ${after.length === 1 ? "was" : "were"} not begun.`]),
  ];
}

function list(findings: readonly Finding[]): string {
  return findings
    .flatMap(({ service, from, question, problem }) =>
      problem === undefined ? [] : [`- ${service}, from ${from}: ${question}: ${problem}`],
    )
    .join("\n");
}
