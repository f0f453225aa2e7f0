import { at, isObject, same, type Json, type Step } from "./json";
import { isUnknown } from "./values";

/** A change of one value between two objects. */
export interface Change {
  readonly path: readonly Step[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Whether a change at or around one of these fields alters the field. */
export function touches(change: Change, field: string): boolean {
  const pattern = field.split(".");
  const shared = Math.min(pattern.length, change.path.length);
  if (!pattern.slice(0, shared).every((step, index) => step === change.path[index])) return false;
  const rest = pattern.slice(shared);
  return rest.length === 0 || !same(at(change.before, ...rest), at(change.after, ...rest));
}

export type ChangeKind = "add" | "delete" | "update";

/** One line of a detailed diff. */
export interface PropertyChange {
  readonly kind: ChangeKind;
  /** Whether this change alone replaces the object. */
  readonly replaces: boolean;
}

export interface Difference {
  /** By property path, written as the engine reads it: `spec.ports[0]["app.kubernetes.io/name"]`. */
  readonly changes: ReadonlyMap<string, PropertyChange>;
  /** The paths that replace the object. */
  readonly replaces: readonly string[];
  /** Whether the old object must go first, because the new one has the same name in the same namespace. */
  readonly deleteBeforeReplace: boolean;
}

/** Every difference between two values: leaves, or whole values where one side has none or the types differ. */
export function changesBetween(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly Step[] = [],
): Change[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => changesBetween(before[i], after[i], [...path, i])).flat();
  }
  // An unknown value may turn out equal to the old one; until then it counts as a change.
  return same(before, after) && !isUnknown(after) ? [] : [{ path, before, after }];
}

/** A path as the engine reads it. Keys with other characters than letters, digits, `_`, `-` and `/` are quoted. */
export function pathText(path: readonly Step[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (/[."[\]]/.test(step)) return `${text}["${step.replaceAll('"', '\\"')}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

export function kindOfChange(change: Change): ChangeKind {
  if (change.before === undefined) return "add";
  return change.after === undefined ? "delete" : "update";
}
