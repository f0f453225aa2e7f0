import type { FileTiming } from "./timing";

const TESTS = 20;
const FILES = 10;

/** A test that takes less is not worth a line. */
const SHORTEST_SECONDS = 0.1;

/** The slowest tests, and the slowest files with the part that no test accounts for. @returns empty if all were quick */
export function slowestText(files: readonly FileTiming[]): string {
  const tests = files.flatMap(({ file, tests: all }) => all.map((test) => ({ ...test, file })));
  return [
    ...listed("Slowest tests:", slowest(tests, TESTS), ({ file, name }) => `${file} > ${name}`),
    ...listed("Slowest files:", slowest(files, FILES), (timing) => `${timing.file}${outsideText(timing)}`),
  ].join("\n");
}

/** Imports and hooks of groups; tests that run side by side may take longer together than their file. */
function outsideText({ seconds, tests }: FileTiming): string {
  const inTests = tests.reduce((sum, test) => sum + test.seconds, 0);
  const outside = Math.max(0, seconds - inTests);
  return `, ${outside.toFixed(1)} s (${Math.round((outside / seconds) * 100)} %) of it outside its tests`;
}

function slowest<T extends { readonly seconds: number }>(all: readonly T[], count: number): readonly T[] {
  const slow = all.filter(({ seconds }) => seconds >= SHORTEST_SECONDS);
  return slow.sort((a, b) => b.seconds - a.seconds).slice(0, count);
}

function listed<T extends { readonly seconds: number }>(
  title: string,
  slow: readonly T[],
  text: (one: T) => string,
): readonly string[] {
  const lines = slow.map((one) => `${one.seconds.toFixed(1).padStart(8)} s  ${text(one)}`);
  return lines.length > 0 ? [title, ...lines] : [];
}
