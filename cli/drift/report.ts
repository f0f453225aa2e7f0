import { kindOf } from "../changes/change-text";
import { code, plain } from "../report/markdown/text";
import type { Drift, DriftedField } from "./drift";

/** What was found of a stack. */
export interface DriftReport {
  readonly stack: string;
  readonly drift: readonly Drift[];
  /** How many resources were looked up. */
  readonly lookedUp: number;
  /** Types of those that were not, one for each. */
  readonly unread: readonly string[];
}

/** An issue takes 65,536 characters, and two environments are in one; what is more is counted. */
const MOST_CHARACTERS = 30_000;
const MOST_FIELDS = 10;
const LONGEST = 80;

/** For people, in lines for a terminal. */
export function driftLines(report: DriftReport): readonly string[] {
  return [
    headline(report),
    ...report.drift.flatMap((one) => [
      `  ${titleOf(one)}`,
      ...(one.fields ?? []).map((field) => `    ${fieldLine(field, (text) => text)}`),
    ]),
    ...unreadLines(report),
  ];
}

/** The same as Markdown, cut to what an issue takes. */
export function driftMarkdown(report: DriftReport): string {
  const { drift } = report;
  const items: string[] = [];
  for (const item of drift.map(itemOf)) {
    if (items.join("\n").length + item.length > MOST_CHARACTERS) {
      break;
    }
    items.push(item);
  }
  const rest = drift.length - items.length;
  return [
    `**${headline(report)}**`,
    ...(items.length === 0 ? [] : [items.join("\n")]),
    ...(rest > 0 ? [`And ${rest} more resources: the run's files name all.`] : []),
    ...(drift.length === 0
      ? []
      : ["Bring the change into Git, or undo it: `pulumi up --refresh` makes all as Git says."]),
    ...unreadLines(report).map(plain),
  ].join("\n\n");
}

function itemOf(drift: Drift): string {
  const { fields = [] } = drift;
  const rest = fields.length - MOST_FIELDS;
  return [
    `- ${plain(titleOf(drift))}`,
    ...fields.slice(0, MOST_FIELDS).map((field) => `  - ${fieldLine(field, code)}`),
    ...(rest > 0 ? [`  - and ${rest} more fields`] : []),
  ].join("\n");
}

function headline({ stack, drift, lookedUp }: DriftReport): string {
  const what =
    drift.length === 0 ? "no resource is" : drift.length === 1 ? "1 resource is" : `${drift.length} resources are`;
  return `${stack}: ${what} otherwise than declared, of ${lookedUp}`;
}

function titleOf({ type, name, what }: Drift): string {
  const { kind } = kindOf(type);
  return `${kind} ${name}${what === "gone" ? " is gone" : ""}`;
}

function fieldLine({ path, declared, found, lines }: DriftedField, quoted: (text: string) => string): string {
  if (lines !== undefined) {
    return `${quoted(path)}: ${lines.length} lines differ`;
  }
  return `${quoted(path)}: ${valueText(declared, quoted)} → ${valueText(found, quoted)}`;
}

function valueText(value: unknown, quoted: (text: string) => string): string {
  if (value === undefined) {
    return "nothing";
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return quoted(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

function unreadLines({ unread }: DriftReport): readonly string[] {
  const counts = new Map<string, number>();
  for (const { kind } of unread.map(kindOf)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const text = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  return text === "" ? [] : [`Not looked up: ${text}.`];
}
