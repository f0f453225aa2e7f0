import { isObject, same, textAt, type Json, type JsonObject, type Step } from "./json";
import type { Kind } from "./kinds";
import { AUTONAMED, annotation } from "./metadata";
import { groupChanged, replacedFields, touches, type Change, type Mutability } from "./replacement";
import { isUnknown } from "./values";

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

/** Steps of a path as the engine writes it in `ignoreChanges`; `*` stands for any step. */
export function parsePath(text: string): Step[] {
  const parts = text.matchAll(/\["((?:\\"|[^"])*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g);
  return [...parts].map(([, quoted, index, key]) => {
    if (quoted !== undefined) return quoted.replaceAll('\\"', '"');
    if (index !== undefined) return index === "*" ? "*" : Number(index);
    return key ?? "";
  });
}

function ignored(change: Change, ignore: readonly (readonly Step[])[]): boolean {
  return ignore.some(
    (path) =>
      path.length <= change.path.length && path.every((step, index) => step === "*" || step === change.path[index]),
  );
}

function kindOfChange(change: Change): ChangeKind {
  if (change.before === undefined) return "add";
  return change.after === undefined ? "delete" : "update";
}

const name = (object: JsonObject): string => textAt(object, "metadata", "name");
const namespace = (object: JsonObject): string => textAt(object, "metadata", "namespace");

/**
 * What changes between the old and the new inputs of an object, and whether that replaces it.
 * @param ignoreChanges paths that the program asked to ignore
 */
export function difference(
  kind: Kind,
  olds: JsonObject,
  news: JsonObject,
  mutability: Mutability,
  ignoreChanges: readonly string[] = [],
): Difference {
  const ignore = ignoreChanges.map(parsePath);
  const fields = replacedFields(kind, news, mutability);
  const changes = new Map<string, PropertyChange>();
  for (const change of changesBetween(olds, news)) {
    if (ignored(change, ignore)) continue;
    const replaces =
      fields.some((field) => touches(change, field)) || (change.path[0] === "apiVersion" && groupChanged(olds, news));
    changes.set(pathText(change.path), { kind: kindOfChange(change), replaces });
  }
  const replaces = [...changes].filter(([, change]) => change.replaces).map(([path]) => path);
  return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && keepsName(olds, news) };
}

/** Whether the new object takes the place of the old one: a name that a person chose, and the same namespace. */
export function keepsName(olds: JsonObject, news: JsonObject): boolean {
  const autonamed = annotation(news, AUTONAMED) === "true";
  return !autonamed && name(news) !== "" && name(news) === name(olds) && namespace(news) === namespace(olds);
}
