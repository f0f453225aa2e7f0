import type { z } from "zod";
import type { Failure } from "./answers";
import { pathText } from "./changes";
import { at, type JsonObject, type Step } from "./json";
import { isUnknown } from "./values";

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
