import type { Durations } from "./durations";

/** Test files that are run, and those for which there is no time. */
export interface Selection {
  readonly run: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * The quickest files that fit into a time one after the other. A file of which no run has said how long it takes does not
 * fit.
 */
export function fitting(files: readonly string[], durations: Durations, seconds: number): Selection {
  const quickestFirst = [...files].sort((a, b) => (durations[a] ?? Infinity) - (durations[b] ?? Infinity));
  const run: string[] = [];
  let left = seconds;
  for (const file of quickestFirst) {
    left -= durations[file] ?? Infinity;
    if (left < 0) {
      break;
    }
    run.push(file);
  }
  return { run, leftOut: quickestFirst.slice(run.length) };
}

/** Says what was left out and how to run it. @returns empty if nothing was */
export function leftOutText({ leftOut }: Selection, durations: Durations): string {
  if (leftOut.length === 0) {
    return "";
  }
  const lines = leftOut.map((file) => {
    const seconds = durations[file];
    return `  ${file} (${seconds === undefined ? "no run has said how long it takes" : `${Math.round(seconds)} s`})`;
  });
  return [
    "Not run, because there was no time left for it:",
    ...lines,
    `Run it with: npx vitest run --project engine ${leftOut.join(" ")}`,
  ].join("\n");
}
