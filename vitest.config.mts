import { defineConfig } from "vitest/config";

const engine = "**/*.engine.test.ts";
const real = "**/*.real.test.ts";
const long = "**/*.long.test.ts";

/** What has an end, such as a version's support, is judged as of this day: tests say tomorrow what they say today. */
const env = { THOUGHTS_TODAY: "2026-11-25" };

/** Tests that bring environments up, one file after the other. */
const inTurns = (name: string, include: string) => ({
  test: {
    name,
    env,
    include: [include],
    exclude: ["**/node_modules"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 1_500_000,
  },
});

/**
 * Four kinds of tests: `unit` needs Node alone; `engine` needs the toolchain (the Pulumi engine, a Kubernetes control
 * plane) and takes turns on it; `real` needs Linux, root and Debian's packages, and is skipped without them; `long` needs the
 * same, and more time than CI has beside the others.
 */
export default defineConfig({
  test: {
    reporters: ["default", "./testing/reporter.ts"],
    // Every processor works on unit tests; the others take turns anyway.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          env,
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules", engine, real, long],
          // A file that starts PostgreSQL or records a stack takes seconds; on a busy machine, many.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      inTurns("engine", engine),
      inTurns("real", real),
      inTurns("long", long),
    ],
  },
});
