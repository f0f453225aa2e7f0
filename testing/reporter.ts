import type { SerializedError } from "vitest";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { writeDurations } from "./durations";
import { failedText, type Failure } from "./failed";
import { slowestText } from "./slowest";
import { timingOf } from "./timing";
import { type Totals, totalsText } from "./totals";
import { unhandledFailures } from "./unhandled";

/** Prints at the end of a run what took longest, what failed, and, as its last line, how many tests there were. */
export default class EndOfRun implements Reporter {
  #vitest?: Vitest;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    if (this.#vitest !== undefined && this.#vitest.config.testNamePattern === undefined) {
      // A file that failed, or whose tests were chosen by name, says nothing of how long it takes.
      writeDurations(this.#vitest.config.root, modules.filter((module) => module.ok()).map(timingOf));
    }
    const root = this.#vitest?.config.root ?? "";
    const failures = [...modules.flatMap(failuresOf), ...unhandledFailures(errors, root)];
    for (const text of [slowestText(modules.map(timingOf)), failedText(failures)]) {
      if (text !== "") {
        console.log(`\n${text}\n`);
      }
    }
    console.log(totalsText(totalsOf(modules, errors)));
  }
}

function totalsOf(modules: readonly TestModule[], errors: readonly SerializedError[]): Totals {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  // A file that can't be loaded has no tests, and tests after a hook that failed are skipped; but both have failed.
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const broken = suites.filter((suite) => suite.errors().length > 0).length;
  const count = (state: string) => states.filter((other) => other === state).length;
  return { passed: count("passed"), failed: count("failed") + broken + errors.length, skipped: count("skipped") };
}

/** Of the hooks of a group no test knows, so groups are asked too. */
function failuresOf(module: TestModule): readonly Failure[] {
  const file = module.relativeModuleId;
  const tests = [...module.children.allTests()].map((test) => ({ name: test.fullName, errors: test.result().errors }));
  const suites = [...module.children.allSuites()].map((suite) => ({ name: suite.fullName, errors: suite.errors() }));
  return [{ name: "the file", errors: module.errors() }, ...suites, ...tests].flatMap(({ name, errors = [] }) =>
    errors.map(({ message }) => ({ file, name, message })),
  );
}
