import { type FieldChange, HIDDEN, NOT_KNOWN } from "../../engine/pulumi/change";

/** Longer values say less than that they differ. */
const LONGEST = 32;

/** What people read for what the engine does not show. */
const PLACEHOLDERS: Readonly<Record<string, string>> = { [HIDDEN]: "(secret)", [NOT_KNOWN]: "(not yet known)" };

const DIGEST = /@sha256:([0-9a-f]{12})[0-9a-f]{52}/;

/**
 * Fields that differ, each in words: `replicas 2 → 3`. A field is called by the last part of its path, and by more of it
 * where two fields would be called the same. Those that say the same are said once.
 * @param longest characters: of what is longer, only that it changed is said
 * @param open whether values may be shown. @default true
 */
export function fieldTexts(
  fields: readonly FieldChange[],
  { longest, open = true }: { readonly longest: number; readonly open?: boolean },
): readonly string[] {
  const called = fields.map((field) => {
    const parts = tellingParts(field.path);
    return { parts, said: saidOf(field, open) };
  });
  const texts = called.map(({ parts, said }) => {
    const rivals = called.filter((other) => other.said !== said);
    let count = 1;
    while (count < parts.length && rivals.some((rival) => lastOf(rival.parts, count) === lastOf(parts, count))) {
      count += 1;
    }
    const text = `${lastOf(parts, count)} ${said}`;
    return text.length <= longest ? text : `${lastOf(parts, count)} changed`;
  });
  return [...new Set(texts)];
}

/** Without an index or a `value` at the end, and of a label's key without its domain. */
function tellingParts(path: readonly string[]): readonly string[] {
  const end = path.findLastIndex((part) => part !== "value" && !/^\d+$/.test(part));
  return path.slice(0, end + 1).map((part) => part.slice(part.lastIndexOf("/") + 1));
}

function lastOf(parts: readonly string[], count: number): string {
  const last = parts.slice(-count);
  // Of what has a name, that it is the name of a part says too little.
  return last.length === 1 && last[0] === "name" && parts.at(-2) !== "metadata"
    ? parts.slice(-2).join(".")
    : last.join(".");
}

function saidOf({ before, after }: FieldChange, open: boolean): string {
  const [old, wanted] = [textOf(before), textOf(after)];
  if (after === undefined) {
    return "removed";
  }
  if (before === undefined) {
    return open && wanted !== undefined && wanted.length <= LONGEST ? `${wanted} added` : "added";
  }
  if (!open || old === undefined || wanted === undefined) {
    return "changed";
  }
  const [a, b] = withoutCommon(old, wanted);
  return a === b || a.length > LONGEST || b.length > LONGEST ? "changed" : `${a} → ${b}`;
}

/** @returns undefined for what is no single line */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") {
    const text = PLACEHOLDERS[value] ?? value;
    return text.includes("\n") || text === "" ? undefined : text;
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Of two images or addresses, the parts that differ: their tags, or what stands behind `http://`. */
function withoutCommon(a: string, b: string): readonly [string, string] {
  const [plainA, plainB] = [a.replace(DIGEST, ""), b.replace(DIGEST, "")];
  if (plainA === plainB && a !== b) {
    return [DIGEST.exec(a)?.[1] ?? "no digest", DIGEST.exec(b)?.[1] ?? "no digest"];
  }
  let common = 0;
  while (common < plainA.length && plainA[common] === plainB[common]) {
    common += 1;
  }
  const cut = Math.max(plainA.lastIndexOf("/", common - 1), plainA.lastIndexOf(":", common - 1)) + 1;
  return common === 0 ? [plainA, plainB] : [plainA.slice(cut), plainB.slice(cut)];
}
