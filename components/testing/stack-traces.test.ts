import { describe, expect, it } from "vitest";
import { leaveOutPulumiStacks } from "./stack-traces";

describe("while a program is recorded", () => {
  it("the stack that Pulumi asks for at each promise is empty, and that of an error is whole", () => {
    leaveOutPulumiStacks();
    leaveOutPulumiStacks();
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
