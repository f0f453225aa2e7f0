import { type Change, countsOf, NOT_KNOWN } from "../../engine/pulumi/change";
import type { Run } from "../../engine/pulumi/run";
import type { CostChange } from "../cost/change";
import { componentOf, isComponent, kindOf } from "../changes/change-text";
import { oneLine, reportedFields } from "./fields";
import { isSecretType, Mask, secretsIn } from "./mask";
import { type EnvironmentReport, rankOf, rankOfOperation, type ReportedChange, type Risk, worst } from "./report";
import { policyRisks, risksOf, sortedRisks } from "./risks/risks";

/** What is known of a change of one environment. */
export interface ReportArgs {
  readonly stack: string;
  /** What it was compared with, for people. */
  readonly base: string;
  /** What was seen of the engine's preview. */
  readonly seen: Run;
  /** Why the preview did not come to its end. @default - it did */
  readonly failure?: string | undefined;
  /** Risks of the release as a whole, such as versions that do not work together. @default - none */
  readonly risks?: readonly Risk[];
  /** What could not be known, besides what the events say of that. @default - nothing */
  readonly unknown?: readonly string[];
  /** What it does to the bill. @default - it costs nothing, or nobody could say */
  readonly cost?: CostChange | undefined;
  /** Secrets in the clear, to be hidden wherever they stand. @default - none but those in the changes */
  readonly secrets?: readonly string[];
}

/** The report on one environment: from the engine's events alone, and the same for the same events in any order. */
export function environmentReport(args: ReportArgs): EnvironmentReport {
  const { seen, risks = [], unknown = [], secrets = [], failure, cost } = args;
  const changes = seen.changes.filter((change) => !isComponent(change));
  const mask = new Mask([...secrets, ...secretsIn(changes)]);
  const found = changes.map((change) => ({ change, risks: risksOf(change) }));
  const all = [...risks, ...policyRisks(seen), ...found.flatMap((one) => one.risks)];
  const text = (raw: string) => oneLine(mask.text(raw));
  const reported = found.map((one) => reportedChange(one.change, one.risks, mask));
  return {
    stack: text(args.stack),
    base: text(args.base),
    counts: sortedCounts(changes),
    same: seen.same,
    ...(failure !== undefined && { failure: mask.text(failure).split(/\r?\n/).map(oneLine).join("\n") }),
    risks: sortedRisks(all.map((risk) => ({ ...risk, subject: text(risk.subject), what: text(risk.what) }))),
    changes: sortedChanges(reported),
    outputs: reportedFields(seen.outputChanges, { mask, open: true }),
    violations: seen.violations
      .map((one) => ({ ...one, policy: text(one.policy), resource: text(one.resource), message: text(one.message) }))
      .sort(by(({ level, policy, resource }) => `${level} ${policy} ${resource}`)),
    warnings: seen.warnings.map(text).sort(),
    unknown: [...unknown, ...unknownIn(changes, seen)].map(text),
    ...(cost !== undefined && { cost: masked(cost, text) }),
  };
}

/** Names and reasons come from the program. */
function masked(cost: CostChange, text: (raw: string) => string): CostChange {
  return {
    ...cost,
    resources: cost.resources.map((one) => ({ ...one, type: text(one.type), name: text(one.name) })),
    notKnown: cost.notKnown.map(({ resource, type, why }) => ({
      resource: text(resource),
      type: text(type),
      why: text(why),
    })),
    notes: cost.notes.map(text),
  };
}

function reportedChange(change: Change, risks: readonly Risk[], mask: Mask): ReportedChange {
  const { op, type, name, fields = [] } = change;
  const level = worst(risks);
  return {
    op,
    kind: oneLine(mask.text(kindOf(type).kind)),
    type: oneLine(mask.text(type)),
    name: oneLine(mask.text(name)),
    component: oneLine(mask.text(componentOf(change) ?? "")),
    fields: reportedFields(fields, { mask, open: !isSecretType(type) }),
    ...(level !== undefined && { level }),
  };
}

/** The riskiest first. */
function sortedChanges(changes: readonly ReportedChange[]): readonly ReportedChange[] {
  const keys = new Map(changes.map((one) => [one, [one.component, one.kind, one.name, one.type].join("\u0000")]));
  return [...changes].sort(
    (a, b) =>
      rankOf(a.level) - rankOf(b.level) ||
      rankOfOperation(a.op) - rankOfOperation(b.op) ||
      ((keys.get(a) ?? "") < (keys.get(b) ?? "") ? -1 : 1),
  );
}

function sortedCounts(changes: readonly Change[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...countsOf(changes)].sort(([a], [b]) => rankOfOperation(a) - rankOfOperation(b) || (a < b ? -1 : 1)),
  );
}

/** What the engine itself could not know before it makes things. */
function unknownIn(changes: readonly Change[], { unjudged }: Run): readonly string[] {
  const open = changes.filter(({ op, after }) => op !== "delete" && JSON.stringify(after ?? {}).includes(NOT_KNOWN));
  const rules = unjudged.map(
    ({ policy, resource }) => `what the rule ${policy} says of ${resource}, of which a value is not known yet`,
  );
  return [
    ...(open.length === 0 ? [] : [`values of ${open.length} resources that are known only once others are made`]),
    ...[...new Set(rules)].sort(),
  ];
}

function by<T>(key: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
