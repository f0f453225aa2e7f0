import { relative } from "node:path";
import type { SerializedError } from "vitest";
import type { Failure } from "./failed";

/**
 * Errors that no test caught: a promise that nobody waited for, or a throw in a timer. A run with one fails, though every
 * test passes.
 * @param root the repository's folder
 */
export function unhandledFailures(errors: readonly SerializedError[], root: string): readonly Failure[] {
  return errors.map(({ type, message, VITEST_TEST_PATH: path, VITEST_TEST_NAME: test }) => {
    const kind = typeof type === "string" ? type : "Unhandled Error";
    return {
      file: typeof path === "string" ? relative(root, path) : "no file",
      // The test that ran at the time; what it began may end during a later one.
      name: typeof test === "string" ? `${kind} in "${test}"` : kind,
      message,
    };
  });
}
