import { expect, it } from "vitest";
import { totalsText } from "./totals";

it("says how many tests passed and failed, and how many were skipped if any were", () => {
  expect(totalsText({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  expect(totalsText({ passed: 12, failed: 1, skipped: 3 })).toBe("12 passed, 1 failed, 3 skipped");
});
