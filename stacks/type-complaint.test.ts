import { describe, expect, it } from "vitest";
import { complaintOf } from "./type-complaint";

/** Between the line that says what is wrong and the one that says what to do. */
function linesOf(output: string, declarationOf?: (name: string) => string): string | undefined {
  const complaint = complaintOf(output, declarationOf);
  expect(complaint?.split("\n").at(0)).toBe("the program does not compile, so nothing was changed:");
  expect(complaint?.split("\n").at(-1)).toBe("Correct that, and run the same again.");
  return complaint?.split("\n").slice(1, -1).join("\n");
}

describe("what the compiler complains about", () => {
  it("has a place, what does not fit there, and the reason at the bottom of it", () => {
    const output =
      "infra/a.ts(3,7): error TS2322: Type 'A' is not assignable to type 'B'.\n" +
      "  Types of property 'x' are incompatible.\n    Property 'y' is missing.\n" +
      "stacks/b.ts(10,1): error TS1005: ';' expected.\n";
    expect(linesOf(output)).toBe(
      "  infra/a.ts:3  Type 'A' is not assignable to type 'B'.\n    Property 'y' is missing.\n" +
        "  stacks/b.ts:10  ';' expected.",
    );
  });

  it("is told once, where it is, and not wherever it is met", () => {
    const mistake = `Type '"128MB"' is not assignable to type 'Memory'.`;
    const output =
      `infra/frontend.ts(24,5): error TS2322: ${mistake}\n` +
      `infra/system.ts(30,1): error TS2344: Type 'Services' does not satisfy the constraint.\n  ${mistake}\n`;
    expect(linesOf(output)).toBe(`  infra/frontend.ts:24  ${mistake}`);
    expect(linesOf(output, (name) => `what a ${name} is`)).toBe(
      `  infra/frontend.ts:24  ${mistake}\n    Memory is what a Memory is`,
    );
  });

  it("is nothing, if it did not come so far", () => {
    expect(complaintOf("")).toBeUndefined();
  });
});
