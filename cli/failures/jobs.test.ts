import { describe, expect, it } from "vitest";
import { jobLines, podLines } from "./jobs";

describe("a Job that failed", () => {
  it("is told with its reason and its message", () => {
    const failed = { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too many" };
    expect(jobLines("migration", { status: { conditions: [failed] } })).toEqual([
      "Job migration failed: BackoffLimitExceeded (too many)",
    ]);
  });

  it("is told as not finished while it has no such condition", () => {
    expect(jobLines("migration", { status: {} })).toEqual(["Job migration has not finished"]);
  });
});

describe("a pod of a Job", () => {
  const pod = (status: object) => ({ metadata: { name: "migration-x" }, status: { phase: "Pending", ...status } });

  it.each([
    [{ waiting: { reason: "ErrImagePull", message: "not found" } }, "  pod migration-x: ErrImagePull (not found)"],
    [{ terminated: { reason: "OOMKilled", exitCode: 137 } }, "  pod migration-x: OOMKilled, exit code 137"],
  ])("is told with the state of its container: %j", (state, line) => {
    expect(podLines(pod({ containerStatuses: [{ state }] }))).toEqual([line]);
  });

  it("is told as not scheduled, with what the scheduler says", () => {
    const conditions = [{ type: "PodScheduled", status: "False", message: "Insufficient cpu" }];
    expect(podLines(pod({ conditions }))).toEqual(["  pod migration-x: not scheduled (Insufficient cpu)"]);
  });

  it("that did its work is not told", () => {
    expect(podLines(pod({ containerStatuses: [{ state: { terminated: { exitCode: 0 } } }] }))).toEqual([]);
  });
});
