/** How many tests of a run ended in which way. */
export interface Totals {
  readonly passed: number;
  /** With files that could not be loaded, and errors outside tests. */
  readonly failed: number;
  readonly skipped: number;
}

/** The last line of a run, which `.ci/run` reads. */
export function totalsText({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
