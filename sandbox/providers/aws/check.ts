import { createHash, randomBytes } from "node:crypto";
import type { Checked } from "../wire/answers";
import { objectAt, textAt, type JsonObject } from "../wire/json";
import { failuresOf } from "../wire/schema";
import { compact, hasUnknown, isUnknown, reveal } from "../wire/values";
import type { Kind } from "./kind";

export interface Naming {
  readonly logicalName: string;
  /** What the suffix is made of; at random when empty. */
  readonly randomSeed: Uint8Array;
}

/** Length of the suffix that the official provider gives to names it makes. */
const SUFFIX = 7;

/**
 * Names what has no name, adds the default tags, and finds what AWS would refuse.
 * @param olds the inputs of the last update; empty for a new thing
 */
export function check(
  kind: Kind,
  olds: JsonObject,
  news: JsonObject,
  naming: Naming,
  defaultTags: JsonObject,
): Checked {
  const given = compact(news) as JsonObject;
  const named = withName(kind, olds, given, naming);
  const plain = reveal(named) as JsonObject;
  const failures = [...failuresOf(kind.inputs, plain, kind.type)];
  if (failures.length === 0 && !hasUnknown(plain)) {
    failures.push(...(kind.rules?.(plain) ?? []));
  }
  const tagged = kind.tagged && !isUnknown(named.tags);
  const tagsAll = { ...defaultTags, ...objectAt(named, "tags") };
  return { inputs: tagged && Object.keys(tagsAll).length > 0 ? { ...named, tagsAll } : named, failures };
}

/** Whether the provider made this name of a logical one, so that another like it may be there at the same time. */
export function isAutonamed(name: string, logicalName: string): boolean {
  return name.startsWith(logicalName.slice(0, 20)) && /-[0-9a-f]{7}$/.test(name);
}

function withName({ name }: Kind, olds: JsonObject, given: JsonObject, naming: Naming): JsonObject {
  if (name === undefined || given[name.property] !== undefined) return given;
  const { logicalName, randomSeed } = naming;
  const former = textAt(olds, name.property);
  const suffix =
    randomSeed.length === 0
      ? randomBytes(4).toString("hex").slice(0, SUFFIX)
      : createHash("sha256").update(randomSeed).digest("hex").slice(0, SUFFIX);
  const made = `${logicalName.slice(0, name.maxLength - SUFFIX - 1)}-${suffix}`;
  return { ...given, [name.property]: former === "" ? made : former };
}
