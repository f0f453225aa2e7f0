import { RunError } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { under } from "./problems";
import { ProblemsError, refuse } from "./refusal";

describe("refusing bad input", () => {
  it("names the subject and every problem at once", () => {
    const problems = [
      { path: "a", message: "is wrong." },
      { path: "b.c", message: "is wrong too." },
    ];
    expect(() => refuse("stack local", problems)).toThrow(
      "2 problems in stack local; nothing was changed.\n  - a: is wrong.\n  - b.c: is wrong too.",
    );
  });

  it("shows no stack trace: the engine prints only the message of a RunError", () => {
    expect(RunError.isInstance(new ProblemsError("x", []))).toBe(true);
  });

  it("lets good input pass", () => {
    expect(() => refuse("stack local", [])).not.toThrow();
  });

  it("keeps the path from the outside in", () => {
    expect(under("services", [{ path: "frontend", message: "m" }])).toEqual([
      { path: "services.frontend", message: "m" },
    ]);
  });
});
