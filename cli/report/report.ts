import type { CostChange } from "../cost/change";

/** How much a reviewer is to mind. */
export type Level = "danger" | "warning" | "notice";

/** The worst first. */
export const LEVELS: readonly Level[] = ["danger", "warning", "notice"];

/** What may go wrong with a change. */
export type RiskKind =
  | "data loss"
  | "exposure"
  | "permissions"
  | "policy"
  | "downtime"
  | "protection"
  | "versions"
  | "migration"
  | "promotion"
  | "cost";

export interface Risk {
  readonly level: Level;
  readonly kind: RiskKind;
  /** Of what, such as `Deployment frontend-deployment`. Empty if it is about the whole. */
  readonly subject: string;
  /** What will happen: a sentence without its subject. */
  readonly what: string;
}

/** A field that differs, as text of one line; a secret is `(secret)`. */
export interface ReportedField {
  /** From the top, such as `spec.replicas`. */
  readonly path: string;
  /** @default - it was not there */
  readonly before?: string;
  /** @default - it will not be there any more */
  readonly after?: string;
}

/** What is done to one resource. */
export interface ReportedChange {
  /** The engine's word: `create`, `update`, `replace`, `delete` and others. */
  readonly op: string;
  /** For people: `Deployment`, `ecr Repository`. */
  readonly kind: string;
  /** Type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** The component that it is a part of; empty if there is none. */
  readonly component: string;
  readonly fields: readonly ReportedField[];
  /** The worst of its risks. @default - it has none */
  readonly level?: Level;
}

/** What a rule of the policy pack says against a resource. */
export interface ReportedViolation {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly resource: string;
  readonly message: string;
}

/** What a change does to one environment. The riskiest is first everywhere; nothing in it is secret. */
export interface EnvironmentReport {
  readonly stack: string;
  /** What it was compared with, for people: "main (4f2a91c), in a rehearsal". */
  readonly base: string;
  /** How many resources by operation: `{ create: 2, update: 1 }`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Resources that stay as they are. */
  readonly same: number;
  /** Why the preview did not come to its end. @default - it did */
  readonly failure?: string;
  readonly risks: readonly Risk[];
  readonly changes: readonly ReportedChange[];
  readonly outputs: readonly ReportedField[];
  readonly violations: readonly ReportedViolation[];
  readonly warnings: readonly string[];
  /** What the preview could not know. */
  readonly unknown: readonly string[];
  /** What it does to the bill. @default - it costs nothing, or nobody could say */
  readonly cost?: CostChange;
}

/** What a change does, for reviewers. */
export interface ChangeReport {
  /** Of this form: another number says that a field has gone, or means something else. */
  readonly version: 1;
  readonly environments: readonly EnvironmentReport[];
}

/** The worst level of some risks. @returns undefined if there are none */
export function worst(risks: readonly Pick<Risk, "level">[]): Level | undefined {
  return LEVELS.find((level) => risks.some((risk) => risk.level === level));
}

/** For sorting: the worst level first, what has none last. */
export function rankOf(level: Level | undefined): number {
  return level === undefined ? LEVELS.length : LEVELS.indexOf(level);
}

/** First what may be missed afterwards. */
const OPERATIONS = ["replace", "delete", "update", "create"];

/** For sorting: replacements first, creations last, and behind them what the engine does besides. */
export function rankOfOperation(op: string): number {
  const rank = OPERATIONS.indexOf(op);
  return rank < 0 ? OPERATIONS.length : rank;
}
