import type { Reporter, TestModule } from "vitest/node";

/** Prints, as the last line of a run, how many tests there were. */
export default class Totals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    // A file that can't be loaded has no tests, but it has failed.
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const count = (state: string) => states.filter((other) => other === state).length;
    const skipped = count("skipped");
    const tail = skipped > 0 ? `, ${skipped} skipped` : "";
    console.log(`${count("passed")} passed, ${count("failed") + broken + errors.length} failed${tail}`);
  }
}
