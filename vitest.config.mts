import { defineConfig } from "vitest/config";

const engine = "**/*.engine.test.ts";
const real = "**/*.real.test.ts";

/**
 * Three kinds of tests: `unit` needs Node alone; `engine` needs the toolchain (the Pulumi engine, a Kubernetes control
 * plane) and takes turns on it; `real` needs Linux, root and Debian's packages, and is skipped without them.
 */
export default defineConfig({
  test: {
    reporters: ["default", "./vitest.totals.mts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules", engine, real],
          // A file that starts PostgreSQL or records a stack takes seconds; on a busy machine, many.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "engine",
          include: [engine],
          exclude: ["**/node_modules"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 1_500_000,
        },
      },
      {
        test: {
          name: "real",
          include: [real],
          exclude: ["**/node_modules"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 1_500_000,
        },
      },
    ],
  },
});
