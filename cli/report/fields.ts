import { type FieldChange, HIDDEN, NOT_KNOWN } from "../../engine/pulumi/change";
import { isSecretPath, type Mask, SECRET } from "./mask";
import type { ReportedField } from "./report";

/** Longer values are cut, around the place where they differ. */
const LONGEST = 200;

/** More fields of one resource than this say no more. */
const MOST_FIELDS = 200;

export interface FieldOptions {
  readonly mask: Mask;
  /** Whether the values may be shown at all. */
  readonly open: boolean;
}

/** Fields in texts of one line each; an object or a list is a field for each value in it that differs. */
export function reportedFields(fields: readonly FieldChange[], { mask, open }: FieldOptions): readonly ReportedField[] {
  const leaves = fields.flatMap((field) => leavesOf(field.path, field.before, field.after));
  const shown = leaves.slice(0, MOST_FIELDS).map(({ path, before, after }) => {
    const isSecret = isSecretPath(path);
    const [old, wanted] = [before, after].map((value) => {
      // That a token is used, or who manages a password, is no secret.
      const hidden = !open || (isSecret && typeof value !== "boolean");
      return value === undefined ? undefined : hidden && value !== NOT_KNOWN ? SECRET : mask.text(textOf(value));
    });
    const [a, b] = cut(old, wanted);
    return {
      path: oneLine(mask.text(path.join("."))),
      ...(a !== undefined && { before: a }),
      ...(b !== undefined && { after: b }),
    };
  });
  const left = leaves.length - shown.length;
  return left === 0 ? shown : [...shown, { path: `and ${left} more fields` }];
}

/** Values that differ, and that are no objects themselves. */
function leavesOf(path: readonly string[], before: unknown, after: unknown): readonly FieldChange[] {
  if (!isObject(before) && !isObject(after)) {
    return before === after && before !== HIDDEN ? [] : [{ path, before, after }];
  }
  if ((before !== undefined && !isObject(before)) || (after !== undefined && !isObject(after))) {
    return [{ path, before, after }];
  }
  const [old, wanted] = [before ?? {}, after ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
  if (names.length === 0) {
    return before === undefined || after === undefined ? [{ path, before, after }] : [];
  }
  return names.flatMap((name) => leavesOf([...path, name], old[name], wanted[name]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) as string | undefined);
  return (text ?? String(value)).replaceAll(NOT_KNOWN, "(not yet known)");
}

/** Two texts on a line: of long ones, the part where they begin to differ. */
function cut(before: string | undefined, after: string | undefined): readonly [string | undefined, string | undefined] {
  const start = before === undefined || after === undefined ? 0 : Math.max(0, commonStart(before, after) - 20);
  return [excerpt(before, start), excerpt(after, start)];
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) {
    at += 1;
  }
  return at;
}

function excerpt(text: string | undefined, start: number): string | undefined {
  if (text === undefined || text.length <= LONGEST) {
    return text === undefined ? undefined : oneLine(text);
  }
  const part = text.slice(start, start + LONGEST);
  return `${start > 0 ? "…" : ""}${oneLine(part)}${start + LONGEST < text.length ? "…" : ""}`;
}

/** Without characters that end a line, hide, or turn the direction of what follows. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === "\n" ? "\\n" : character === "\t" ? "\\t" : `\\u${character.codePointAt(0)?.toString(16) ?? ""}`,
  );
}
