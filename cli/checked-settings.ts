import type { z } from "zod";
import { problemText } from "../components/base/problems";
import { UserError } from "../engine/user-error";
import { checkClearTexts } from "../stacks/clear-texts";
import { parseSettings } from "../stacks/settings";

/**
 * Demands that a stack's file says the same to everybody who reads it.
 * @param root the clone that the file is in
 * @throws {UserError} with all texts that need quotes
 */
export function demandClearTexts(root: string, stack: string): void {
  const problems = checkClearTexts(root, stack);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  - ${problemText(problem)}`);
    throw new UserError(`Pulumi.${stack}.yaml can't be so; nothing was changed.\n${lines.join("\n")}`);
  }
}

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
