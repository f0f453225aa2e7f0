import type { TestModule } from "vitest/node";

/** How long a test took, its own hooks included. */
export interface TestTiming {
  /** With the names of the groups that it is in. */
  readonly name: string;
  readonly seconds: number;
}

/** How long a test file took. */
export interface FileTiming {
  readonly project: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** All of it: the start of its process, imports, hooks and tests. */
  readonly seconds: number;
  readonly tests: readonly TestTiming[];
}

/** What Vitest measured of a file. */
export function timingOf(module: TestModule): FileTiming {
  const { environmentSetupDuration, prepareDuration, setupDuration, collectDuration, duration } = module.diagnostic();
  return {
    project: module.project.name,
    file: module.relativeModuleId,
    seconds: (environmentSetupDuration + prepareDuration + setupDuration + collectDuration + duration) / 1_000,
    tests: [...module.children.allTests()].map((test) => ({
      name: test.fullName,
      seconds: (test.diagnostic()?.duration ?? 0) / 1_000,
    })),
  };
}
