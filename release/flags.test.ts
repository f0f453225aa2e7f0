import { describe, expect, it } from "vitest";
import { flagRows } from "./flags";

const STACKS = ["local", "staging", "production"];

describe("the list of flags", () => {
  it("says of each where it is on, and where a stack's file says so", () => {
    const [row] = flagRows(
      STACKS,
      (stack) => (stack === "production" ? { "relative-times": true } : undefined),
      "2026-11-25",
    );
    expect(row).toMatchObject({ name: "relative-times", owner: "thoughts", expired: false });
    expect(row?.values).toEqual([
      { stack: "local", on: true, set: false },
      { stack: "staging", on: true, set: false },
      { stack: "production", on: true, set: true },
    ]);
  });

  it("says which should be gone", () => {
    expect(flagRows(STACKS, () => undefined, "2027-03-31").map(({ expired }) => expired)).toEqual([true]);
  });
});
