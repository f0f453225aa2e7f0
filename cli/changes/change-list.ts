import colors from "picocolors";
import { type Change, countsText } from "../../engine/pulumi/change";
import { componentOf, isComponent, kindOf } from "./change-text";
import { fieldTexts } from "./field-text";

/** The width of a terminal that nobody has made wider. */
const COLUMNS = 80;

/** More components than this are counted, and not listed. */
const MOST_ROWS = 15;

/** More lines than this about one component are counted too. */
const MOST_LINES = 3;

const LONGEST_NAME = 30;

/** In this order: first what may be missed afterwards. */
const OPERATIONS: readonly { readonly op: string; readonly mark: string; readonly colour: (text: string) => string }[] =
  [
    { op: "replace", mark: "±", colour: colors.red },
    { op: "delete", mark: "-", colour: colors.red },
    { op: "update", mark: "~", colour: colors.yellow },
    { op: "create", mark: "+", colour: colors.green },
  ];

/** What these are said to be is clear from the name of what they are a part of. */
const MAIN_KINDS = ["Deployment", "StatefulSet"];

interface Row {
  readonly op: string;
  readonly name: string;
  readonly changes: Change[];
}

/**
 * A change by service and component, a row or more for each, in lines for a terminal of 80 columns:
 * `~ frontend  replicas 2 → 3, memory 64Mi → 96Mi`.
 */
export function changeList(changes: readonly Change[]): readonly string[] {
  const rows = rowsOf(changes);
  const shown = rows.slice(0, MOST_ROWS);
  const rest = rows.slice(MOST_ROWS).flatMap((row) => row.changes);
  const width = Math.min(LONGEST_NAME, Math.max(0, ...shown.map(({ name }) => name.length)));
  return [
    ...shown.flatMap((row) => rowLines(row, width)),
    ...(rest.length > 0 ? [`  … and ${rest.length} more: ${countsText(rest)}`] : []),
  ];
}

function rowsOf(changes: readonly Change[]): readonly Row[] {
  const rows = new Map<string, Row>();
  // A component is no more than its parts.
  for (const change of changes.filter((one) => !isComponent(one))) {
    const name = componentOf(change) ?? change.name;
    const row = rows.get(`${change.op} ${name}`) ?? { op: change.op, name, changes: [] };
    row.changes.push(change);
    rows.set(`${change.op} ${name}`, row);
  }
  const rank = ({ op }: Row) => OPERATIONS.findIndex((one) => one.op === op);
  return [...rows.values()].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function rowLines({ op, name, changes }: Row, width: number): readonly string[] {
  const { mark, colour } = OPERATIONS.find((one) => one.op === op) ?? { mark: op, colour: colors.dim };
  const room = COLUMNS - "  ± ".length - width - 2;
  // The engine goes through resources in another order each time.
  const sorted = [...changes].sort((a, b) => a.name.localeCompare(b.name));
  const items = itemsOf(op, sorted, room);
  const lines = wrapped(items, room);
  const most = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), "…"] : lines;
  const called = name.length > width ? `${name.slice(0, width - 1)}…` : name.padEnd(width);
  return most.map((line, index) =>
    index === 0 ? `  ${colour(mark)} ${called}  ${line}` : `    ${" ".repeat(width)}  ${line}`,
  );
}

function itemsOf(op: string, changes: readonly Change[], room: number): readonly string[] {
  switch (op) {
    case "update":
      return changes.flatMap((change) => updated(change, room));
    case "replace":
      return replaced(changes, room);
    default:
      return kindsOf(changes);
  }
}

/** What differs, and of what, where it is not the main part. */
function updated(change: Change, room: number): readonly string[] {
  const { kind } = kindOf(change.type);
  const texts = textsOf(change, room);
  if (texts.length === 0) {
    // It did not become ready: the engine applies the same again.
    return [kind];
  }
  return MAIN_KINDS.includes(kind) ? texts : texts.map((text) => `${kind} ${text}`);
}

/** What is replaced, and why: `Service, Deployment: namespace example → other`. */
function replaced(changes: readonly Change[], room: number): readonly string[] {
  const reasons = new Map<string, { readonly texts: readonly string[]; readonly of: Change[] }>();
  for (const change of changes) {
    const texts = textsOf(change, room);
    const reason = reasons.get(texts.join()) ?? { texts, of: [] };
    reason.of.push(change);
    reasons.set(texts.join(), reason);
  }
  return [...reasons.values()].flatMap(({ texts, of }) => {
    const kinds = kindsOf(of);
    return texts.length === 0
      ? kinds
      : [...kinds.slice(0, -1), `${kinds.at(-1) ?? ""}: ${texts.at(0) ?? ""}`, ...texts.slice(1)];
  });
}

function textsOf({ type, fields = [] }: Change, room: number): readonly string[] {
  const { kind } = kindOf(type);
  return fieldTexts(fields, { longest: room - kind.length - ": ,".length, open: kind !== "Secret" });
}

/** `Deployment, Service, 2 Secret`. */
function kindsOf(changes: readonly Change[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { kind } of changes.map(({ type }) => kindOf(type))) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`));
}

/** Items with commas between them, in lines of no more characters than there is room for. */
function wrapped(items: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = index < items.length - 1 ? `${item},` : item;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= room) {
      lines[lines.length - 1] = `${last} ${text}`;
    } else {
      lines.push(text);
    }
  }
  return lines.length === 0 ? [""] : lines;
}
