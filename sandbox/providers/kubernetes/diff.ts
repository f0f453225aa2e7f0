import { changesBetween, ignored, kindOfChange, parsePath, pathText, touches } from "../wire/changes";
import type { Difference, PropertyChange } from "../wire/changes";
import { textAt, type JsonObject } from "../wire/json";
import type { Kind } from "./kinds";
import { AUTONAMED, annotation } from "./metadata";
import { groupChanged, replacedFields, type Mutability } from "./replacement";

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
