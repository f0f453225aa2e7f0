import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWhole } from "../engine/process/file";
import type { FileTiming } from "./timing";

/** Seconds that test files took when they last passed, by their path. */
export type Durations = Readonly<Record<string, number>>;

/** Goes with the packages: another machine knows nothing of this one's speed. */
function fileIn(root: string): string {
  return join(root, "node_modules", ".cache", "thoughts", "test-durations.json");
}

/** Of all runs of this clone so far. */
export function readDurations(root: string): Durations {
  const file = fileIn(root);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Durations) : {};
}

/** Writes down how long files took, and keeps what is known of the others. */
export function writeDurations(root: string, timings: readonly FileTiming[]): void {
  const fresh = Object.fromEntries(timings.map(({ file, seconds }) => [file, Math.round(seconds * 10) / 10]));
  mkdirSync(dirname(fileIn(root)), { recursive: true });
  writeWhole(fileIn(root), JSON.stringify({ ...readDurations(root), ...fresh }, undefined, 1));
}
