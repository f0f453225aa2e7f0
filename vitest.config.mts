import { defineConfig } from "vitest/config";
import { LongestFirst } from "./testing/longest-first.mjs";

const engine = "**/*.engine.test.ts";
const real = "**/*.real.test.ts";
const long = "**/*.long.test.ts";

/**
 * What tests are given wherever they run. What has an end, such as a version's support, is judged as of one day: tests say
 * tomorrow what they say today. Text has no colours, which commands use on a terminal and in CI.
 */
const env = { THOUGHTS_TODAY: "2026-11-25", NO_COLOR: "1", FORCE_COLOR: "0" };

/** How long something is waited for. A second, as Vitest would, is too short on a machine that runs other tests too. */
const waiting = (timeout: number) => ({ poll: { timeout } });

/** Tests that bring environments up. */
const environments = (name: string, include: string, groupOrder: number, maxWorkers: number) => ({
  test: {
    name,
    env,
    expect: waiting(60_000),
    include: [include],
    exclude: ["**/node_modules"],
    maxWorkers,
    sequence: { groupOrder },
    // Several times what a test takes on a quiet machine: it ends what hangs, and says nothing of speed.
    testTimeout: 300_000,
    hookTimeout: 1_500_000,
  },
});

/**
 * Four kinds of tests, one after the other: `unit` needs Node alone; `engine` needs the toolchain (the Pulumi engine, a
 * Kubernetes control plane); `real` needs Linux, root and Debian's packages, and is skipped without them; `long` needs the
 * same, and more time than CI has beside the others.
 */
export default defineConfig({
  test: {
    reporters: ["default", "./testing/reporter.ts"],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          env,
          expect: waiting(20_000),
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules", engine, real, long],
          maxWorkers: "100%",
          // Loading Pulumi's SDKs anew for each file takes longer than most files' tests: files share what is loaded. So a
          // module keeps nothing that a test leaves in it, and a file that replaces modules loads its own.
          isolate: false,
          unstubEnvs: true,
          sequence: { groupOrder: 1 },
          // A file that starts PostgreSQL or records a stack takes seconds; on a busy machine, many.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // Each waits for its cluster half of its time.
      environments("engine", engine, 2, 3),
      // Most of their time is waited: for rollouts, drains and alerts.
      environments("real", real, 3, 2),
      // These measure what is lost under a load, so nothing else may be running.
      environments("long", long, 4, 1),
    ],
  },
});
