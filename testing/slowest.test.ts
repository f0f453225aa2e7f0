import { describe, expect, it } from "vitest";
import { slowestText } from "./slowest";
import type { FileTiming } from "./timing";

const file = (name: string, seconds: number, ...tests: readonly number[]): FileTiming => ({
  project: "engine",
  file: `${name}.test.ts`,
  seconds,
  tests: tests.map((each, index) => ({ name: `${name} does ${index}`, seconds: each })),
});

describe("what is said of slow tests", () => {
  it("is the slowest first, each with its file, and how much of a file is outside its tests", () => {
    expect(slowestText([file("down", 4, 1.04, 0.96), file("up", 125, 100, 3)]).split("\n")).toEqual([
      "Slowest tests:",
      "   100.0 s  up.test.ts > up does 0",
      "     3.0 s  up.test.ts > up does 1",
      "     1.0 s  down.test.ts > down does 0",
      "     1.0 s  down.test.ts > down does 1",
      "Slowest files:",
      "   125.0 s  up.test.ts, 22.0 s (18 %) of it outside its tests",
      "     4.0 s  down.test.ts, 2.0 s (50 %) of it outside its tests",
    ]);
  });

  it("is twenty tests and ten files of those that there are", () => {
    const many = Array.from({ length: 15 }, (_, index) => file(`f${index}`, 9, 4, 4));
    expect(slowestText(many).match(/ > /g)).toHaveLength(20);
    expect(slowestText(many).match(/ outside its tests$/gm)).toHaveLength(10);
  });

  it("leaves out what is quick, and is nothing if all is", () => {
    expect(slowestText([file("up", 5, 0.09)])).not.toContain("Slowest tests");
    expect(slowestText([file("up", 0.05, 0.04)])).toBe("");
  });

  it("never says that tests side by side took longer than their file", () => {
    expect(slowestText([file("up", 5, 4, 4)])).toContain("up.test.ts, 0.0 s (0 %) of it outside its tests");
  });
});
