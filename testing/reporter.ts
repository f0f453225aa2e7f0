import type { Reporter, TestModule, Vitest } from "vitest/node";
import { writeDurations } from "./durations";
import { slowestText } from "./slowest";
import { timingOf } from "./timing";
import { type Totals, totalsText } from "./totals";

/** Prints at the end of a run what took longest, and, as its last line, how many tests there were. */
export default class EndOfRun implements Reporter {
  #vitest?: Vitest;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    if (this.#vitest !== undefined && this.#vitest.config.testNamePattern === undefined) {
      // A file that failed, or whose tests were chosen by name, says nothing of how long it takes.
      writeDurations(this.#vitest.config.root, modules.filter((module) => module.ok()).map(timingOf));
    }
    const slowest = slowestText(modules.map(timingOf));
    if (slowest !== "") {
      console.log(`\n${slowest}\n`);
    }
    console.log(totalsText(totalsOf(modules, errors)));
  }
}

function totalsOf(modules: readonly TestModule[], errors: readonly unknown[]): Totals {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  // A file that can't be loaded has no tests, but it has failed.
  const broken = modules.filter((module) => module.errors().length > 0).length;
  const count = (state: string) => states.filter((other) => other === state).length;
  return { passed: count("passed"), failed: count("failed") + broken + errors.length, skipped: count("skipped") };
}
