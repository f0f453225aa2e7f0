import { defineConfig } from "vitest/config";

const engine = "**/*.engine.test.ts";

/**
 * Two kinds of tests: `unit` needs Node alone; `engine` needs the toolchain (the Pulumi engine, a Kubernetes control
 * plane) and takes turns on it.
 */
export default defineConfig({
  test: {
    reporters: ["default", "./vitest.totals.mts"],
    projects: [
      { test: { name: "unit", include: ["**/*.test.ts"], exclude: ["**/node_modules", engine], testTimeout: 20_000 } },
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
    ],
  },
});
