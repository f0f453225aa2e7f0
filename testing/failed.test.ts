import { describe, expect, it } from "vitest";
import { failedText } from "./failed";

describe("what is said of tests that failed", () => {
  it("is a line each, with its file and the begin of its message", () => {
    const message = `expected 4 to be +0\n\n- Expected\n+ Received ${"x".repeat(400)}`;
    const [title, line, ...others] = failedText([{ file: "up.test.ts", name: "up loses nothing", message }]).split(
      "\n",
    );
    expect(title).toBe("Failed:");
    expect(line).toMatch(/^ +up\.test\.ts > up loses nothing: expected 4 to be \+0 - Expected \+ Received x+ …$/);
    expect(line?.length).toBeLessThan(400);
    expect(others).toEqual([]);
  });

  it("is nothing if none did", () => {
    expect(failedText([])).toBe("");
  });
});
