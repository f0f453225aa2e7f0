import { TestRunner } from "vitest";

/** What it takes to say why a test fails, in milliseconds. */
const TO_SAY_WHY_MS = 15_000;

/** Hooks bring environments up and down, and have tools built before. */
const IN_HOOKS_MS = 20 * 60_000;

/** Milliseconds that the test that runs now may still take, or the hook. */
export function timeLeft(): number {
  const test = TestRunner.getCurrentTest();
  if (test === undefined) {
    return IN_HOOKS_MS;
  }
  const begun = test.result?.startTime ?? Date.now();
  return Math.max(begun + test.timeout - Date.now() - TO_SAY_WHY_MS, 0);
}
