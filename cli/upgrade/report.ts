import colors from "picocolors";
import { type ClusterState, isOnEks } from "./cluster-state";
import { counted, failures, type Finding, type Topic } from "./finding";
import { nextStep, type Step, STEPS } from "./steps";
import { minorOf } from "./version-skew";

/** The whole check, for people: what was found, the steps, and which is first. */
export function reportText(context: string, state: ClusterState, target: string, topics: readonly Topic[]): string {
  const { server, version } = state;
  const failed = failures(topics).length;
  const first = nextStep(state, target, failed > 0);
  return [
    `${colors.bold(`Kubernetes ${minorOf(version)} -> ${target}`)}  ${context}, ${server} (${version})`,
    ...topics.flatMap(({ title, findings }) => ["", colors.bold(title), ...findings.map(findingText)]),
    "",
    colors.bold("Steps"),
    ...stepLines(first, target, isOnEks(state)),
    "",
    verdict(failed, first, target),
  ].join("\n");
}

function findingText({ kind, text }: Finding): string {
  switch (kind) {
    case "ok":
      return `  ${colors.green("ok:")}    ${text}`;
    case "note":
      return colors.yellow(`  note:  ${text}`);
    case "failure":
      return colors.red(`  fails: ${text}`);
    default:
      return kind satisfies never;
  }
}

/** What is done in each step on EKS; elsewhere it is up to whoever made the cluster. */
const ON_EKS: Readonly<Record<Step, (target: string) => string>> = {
  mend: () => "what fails above, then check again",
  "control plane": (target) =>
    `eks in versions.json to "${target}"; npm run rehearse -- staging --from main; pulumi up`,
  "add-ons": (target) => `eksAddons in versions.json to those that EKS has for ${target}; the same change will do`,
  nodes: (target) => `after a day eksNodes in versions.json to "${target}"; pulumi up`,
};

function stepLines(first: Step | undefined, target: string, eks: boolean): readonly string[] {
  const steps = STEPS.filter((step) => step !== "mend" || first === "mend");
  const at = first === undefined ? steps.length : steps.indexOf(first);
  return [
    ...steps.map((step, index) => {
      const how = eks || step === "mend" ? ON_EKS[step](target) : "as whoever made the cluster says";
      const line = `  ${index < at ? "●" : "○"} ${index + 1} ${step.padEnd(13)}  ${how}`;
      return index === at ? `${colors.bold(line)}  ${colors.bold("<- next")}` : colors.dim(line);
    }),
    colors.dim("  in detail: docs/upgrades.md"),
  ];
}

function verdict(failed: number, first: Step | undefined, target: string): string {
  if (failed > 0) {
    const verb = failed === 1 ? "speaks" : "speak";
    return colors.red(`${counted(failed, "thing")} ${verb} against going to ${target}.`);
  }
  return colors.green(
    first === undefined ? `All of the cluster has ${target}.` : `Nothing speaks against going to ${target}.`,
  );
}
