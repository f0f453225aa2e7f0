import { describe, expect, it } from "vitest";
import { leaveOutStacksOf } from "./stack-traces";

describe("stacks that nobody reads", () => {
  it("are empty, and that of another error is whole", () => {
    leaveOutStacksOf("debuggablePromise");
    leaveOutStacksOf("debuggablePromise");
    function debuggablePromise() {
      return new Error("nobody reads it").stack;
    }
    function refused() {
      return new Error("the port is taken").stack;
    }
    expect(debuggablePromise()).toBe("");
    expect(refused()).toMatch(/^Error: the port is taken\n\s+at refused .*stack-traces\.test\.ts:\d+/);
  });
});
