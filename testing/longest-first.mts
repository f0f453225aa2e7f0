import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take over two minutes when three run at a time, the longest first. */
export const LONGEST: readonly string[] = [
  "cli/rehearse.engine.test.ts",
  "cli/release.engine.test.ts",
  "cli/demos.engine.test.ts",
  "cli/rehearse.refusals.engine.test.ts",
  "cli/drift.engine.test.ts",
  "cli/up.engine.test.ts",
  "cli/keys.engine.test.ts",
  "cli/bootstrap.engine.test.ts",
  "cli/outages.engine.test.ts",
  "cli/kills.engine.test.ts",
  "cli/env/account-demos.engine.test.ts",
  "cli/demos.kills.engine.test.ts",
  "cli/secrets.engine.test.ts",
  "cli/preflight.engine.test.ts",
];

/** Begins with the longest files: one that begins last runs alone for minutes, while processors have nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const first = LONGEST.flatMap((name) => others.filter(({ moduleId }) => moduleId.endsWith(`/${name}`)));
    return [...first, ...others.filter((file) => !first.includes(file))];
  }
}
