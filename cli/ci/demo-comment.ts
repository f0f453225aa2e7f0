import { UserError } from "../../engine/user-error";
import { code, fence } from "../report/markdown/text";
import { type Finding, isWell } from "../smoke/smoke";
import { countText, findingLines } from "../smoke/text";
import { DEMO_MARKER } from "./markers";

/** How a pull request's demo is. */
export type DemoOutcome =
  | {
      readonly kind: "up";
      readonly name: string;
      /** Addresses by service. */
      readonly urls: Readonly<Record<string, string>>;
      /** What tags the images that it runs. */
      readonly commit: string;
      /** What tags those of the newest commit. */
      readonly newest: string;
      readonly branch: string;
      /** When it ends, for people. */
      readonly until: string;
      /** What its smoke tests found from outside. */
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "removed"; readonly name: string }
  | { readonly kind: "refused"; readonly why: string }
  /** @param why what people can mend; undefined: it is in the log, with whatever a provider said */
  | { readonly kind: "failed"; readonly name: string; readonly why: string | undefined };

/**
 * The comment about a pull request's demo.
 * @param run where the log of the run is. @default - nowhere
 */
export function demoComment(outcome: DemoOutcome, run?: string): string {
  return [DEMO_MARKER, ...linesOf(outcome, run)].join("\n\n");
}

function linesOf(outcome: DemoOutcome, run: string | undefined): readonly string[] {
  const log = run === undefined ? "" : ` ([log](${run}))`;
  switch (outcome.kind) {
    case "up":
      return upLines(outcome);
    case "removed":
      return ["## Demo: removed", `${code(outcome.name)} is gone, with its data.`];
    case "refused":
      return ["## Demo: not possible", `This pull request gets no demo: ${outcome.why}.`];
    case "failed":
      return [
        "## Demo: failed",
        `${code(outcome.name)} is not as this pull request says${log}. Run the workflow again once the reason is gone.`,
        ...(outcome.why === undefined ? [] : [fence("", outcome.why.split("\n"))]),
      ];
    default:
      return outcome satisfies never;
  }
}

function upLines({
  name,
  urls,
  commit,
  newest,
  branch,
  until,
  findings,
}: DemoOutcome & { readonly kind: "up" }): readonly string[] {
  const { frontend, ...others } = urls;
  const rows = Object.entries({ ...(frontend !== undefined && { frontend }), ...others });
  const late = `There are no images of the newest commit ${code(newest)} yet. Run the workflow again once there are.`;
  return [
    `## Demo: ${frontend ?? name}`,
    `${code(name)} runs ${code(commit)} of ${code(branch)}, with an empty database, until ${until}.`,
    ...(commit === newest ? [] : [late]),
    ...smokeLines(findings),
    ["| | |", "| --- | --- |", ...rows.map(([service, url]) => `| ${service} | <${url}> |`)].join("\n"),
    "A push brings it up to date and gives it its whole time again. It goes with the label, and when this is closed.",
  ];
}

/** What the smoke tests found; where answers are wrong, each of them. */
function smokeLines(findings: readonly Finding[]): readonly string[] {
  const count = `Smoke test from outside: ${countText(findings)}.`;
  return isWell(findings) ? [count] : [`**${count}**`, fence("", findingLines(findings))];
}

/** Of what failed, what people can be told: the engine repeats what a provider said, and that stays in the log. */
export function toldReason(error: unknown): string | undefined {
  return error instanceof UserError && !("seen" in error) ? error.message : undefined;
}
