import { createHash, randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Checked, Failure } from "../wire/answers";
import { pathText } from "../wire/changes";
import { at, objectAt, textAt, type JsonObject, type Step } from "../wire/json";
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

/** What a schema finds in values; what is not known yet is taken as right. @param what whose values they are */
export function failuresOf(schema: z.ZodType, values: JsonObject, what: string): readonly Failure[] {
  const { error } = schema.safeParse(values);
  return (error?.issues ?? [])
    .filter(({ path }) => !leadsToUnknown(values, path as Step[]))
    .flatMap((issue) => {
      const path = issue.path as Step[];
      const property = pathText(path);
      if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => ({
          property: pathText([...path, key]),
          reason: `${pathText([...path, key])} is not known to the stand-in for ${what}; the official provider may know it`,
        }));
      }
      // Where the schema has words of its own for it, those say more.
      const missing = at(values, ...path) === undefined && issue.message.startsWith("Invalid input");
      return [{ property, reason: missing ? `${property} is required` : `${property}: ${issue.message}` }];
    });
}

function leadsToUnknown(values: JsonObject, path: readonly Step[]): boolean {
  return path.some((_, length) => isUnknown(at(values, ...path.slice(0, length + 1))));
}
