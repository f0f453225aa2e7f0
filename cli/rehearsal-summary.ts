import { join } from "node:path";
import colors from "picocolors";
import type { Change } from "../engine/pulumi/change";
import { changesText } from "../engine/pulumi/progress";
import type { Operation, Run } from "../engine/pulumi/run";
import type { Tools } from "../engine/toolchain/tool";
import { changeText, kindOf } from "./changes/change-text";

/** What a step did, or was refused. */
export type Outcome = { readonly run: Run } | { readonly refused: readonly string[] };

/** A step of a rehearsal that was performed. */
export type Performed = Outcome & {
  readonly title: string;
  readonly operation: Operation;
  /** Whether to show each change. @default false */
  readonly listed?: boolean;
  readonly seconds: number;
};

/** What a role did not use of its rights, a line for each policy. */
export interface Rights {
  readonly role: string;
  readonly lines: readonly string[];
}

export interface RehearsalSummaryArgs {
  readonly stack: string;
  readonly performed: readonly Performed[];
  /** What was taken as given. */
  readonly assumed: readonly string[];
  /** @default - nobody is to be told of rights */
  readonly rights: Rights | undefined;
  readonly seconds: number;
  /** How to look at what was kept. @default - nothing was kept */
  readonly look: { readonly tools: Tools; readonly kubeconfig: string } | undefined;
}

/** What no rehearsal shows, whatever the stack. */
export const NEVER_REHEARSED: readonly string[] = [
  "AWS itself: quotas, timings, and whether names that are global are free (the plugins are stand-ins)",
  "images and what runs in them (nodes are simulated)",
];

/** What a step did, in a line. */
export function outcomeText(outcome: Outcome): string {
  if ("run" in outcome) return changesText(outcome.run);
  return `refused ${outcome.refused.length === 1 ? "a call" : `${outcome.refused.length} kinds of calls`}`;
}

/** What was created, how long each step took, and what a rehearsal could not show. */
export function rehearsalSummary({ stack, performed, assumed, rights, seconds, look }: RehearsalSummaryArgs): string {
  const kept = look === undefined ? "nothing left behind" : "and kept";
  return [
    "",
    colors.bold("Created, by kind"),
    ...kindLines(performed.slice(0, 1).flatMap((step) => ("run" in step ? step.run.changes : []))),
    "",
    colors.bold("Steps"),
    ...stepLines(performed),
    ...performed.flatMap(detailLines),
    ...(rights === undefined ? [] : rightsLines(rights)),
    "",
    colors.bold("Not rehearsed"),
    ...[...NEVER_REHEARSED, ...assumed].map((line) => `  - ${line}`),
    ...(look === undefined ? [] : lookLines(look)),
    "",
    `${colors.green("✔")} ${stack}: rehearsed in ${seconds} s, ${kept}.`,
  ].join("\n");
}

/** A line or more for each provider: its kinds and how many of each. */
function kindLines(changes: readonly Change[]): readonly string[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { type } of changes.filter(({ op }) => op === "create")) {
    const { provider, kind } = kindOf(type);
    const kinds = counts.get(provider) ?? new Map<string, number>();
    counts.set(provider, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }
  const width = Math.max(0, ...[...counts.keys()].map((provider) => provider.length));
  return [...counts].sort().flatMap(([provider, kinds]) => {
    const lines = wrapped([...kinds].sort().map(([kind, count]) => `${count} ${kind}`));
    return lines.map((line, index) => {
      const comma = index < lines.length - 1 ? "," : "";
      return `  ${(index === 0 ? provider : "").padEnd(width)}  ${line}${comma}`;
    });
  });
}

const LINE = 96;

function wrapped(items: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= LINE) {
      lines[lines.length - 1] = `${last}, ${item}`;
    } else {
      lines.push(item);
    }
  }
  return lines;
}

function stepLines(performed: readonly Performed[]): readonly string[] {
  const width = Math.max(...performed.map(({ title }) => title.length));
  return performed.map(
    (step) => `  ${step.title.padEnd(width)}  ${step.seconds.toFixed(1).padStart(5)} s  ${outcomeText(step)}`,
  );
}

/** What people came to see of a step. */
function detailLines(step: Performed): readonly string[] {
  if ("refused" in step) {
    return ["", colors.bold(`${step.title}: refused`), ...step.refused.map((line) => `  ${line}`)];
  }
  if (step.listed !== true) return [];
  const { changes } = step.run;
  const lines = changes.length === 0 ? ["nothing"] : changes.map(changeText);
  return ["", colors.bold(step.title), ...lines.map((line) => `  ${line}`)];
}

function rightsLines({ role, lines }: Rights): readonly string[] {
  const title = colors.bold(`Rights of ${role} that nothing here used`);
  return ["", title, ...(lines.length === 0 ? ["  none"] : lines)];
}

function lookLines({ tools, kubeconfig }: { readonly tools: Tools; readonly kubeconfig: string }): readonly string[] {
  return [
    "",
    colors.bold("Look"),
    `  ${join(tools.kubernetes.folder, "kubectl")} --kubeconfig ${kubeconfig} get all --all-namespaces`,
    "  npm run down    stops it and removes it; so does the next rehearsal of this stack",
  ];
}
