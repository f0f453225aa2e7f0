import { z } from "zod";

/**
 * The variables that a part of a service needs.
 * @throws {Error} with every one that is missing or wrong
 */
export function readVariables<T>(schema: z.ZodType<T>, environment: NodeJS.ProcessEnv): T {
  const { success, data, error } = schema.safeParse(environment);
  if (!success) {
    const problems = error.issues.map(({ path, message }) => {
      const name = path.join(".");
      return environment[name] === undefined ? `${name} is not set` : `${name}: ${message}`;
    });
    throw new Error(problems.join("\n"));
  }
  return data;
}
