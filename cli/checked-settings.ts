import type { z } from "zod";
import { UserError } from "../engine/user-error";
import { parseSettings } from "../stacks/settings";

/**
 * What a stack's file says, as far as a schema knows it.
 * @param given by key, without the namespace
 * @throws {UserError} with all that is wrong with it
 */
export function checkedSettings<T>(stack: string, schema: z.ZodType<T>, given: unknown): T {
  const parsed = parseSettings(schema, given);
  if ("problems" in parsed) {
    const lines = parsed.problems.map(({ path, message }) => `  - ${path}: ${message}`);
    throw new UserError(`Pulumi.${stack}.yaml can't be so; nothing was changed.\n${lines.join("\n")}`);
  }
  return parsed.settings;
}
