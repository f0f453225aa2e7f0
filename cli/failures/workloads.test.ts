import { describe, expect, it } from "vitest";
import { podLines, workloadLines } from "./workloads";

describe("a workload that did not become ready", () => {
  const spec = { selector: { matchLabels: { app: "migration" } } };

  it("is told with its reason and its message if it says that it failed", () => {
    const failed = { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too many" };
    expect(workloadLines("Job migration", { spec, status: { conditions: [failed] } })).toEqual([
      "Job migration failed: BackoffLimitExceeded (too many)",
    ]);
  });

  it("is not spoken of if all its pods are ready, and of this version", () => {
    const status = { updatedReplicas: 2, readyReplicas: 2 };
    expect(workloadLines("Deployment frontend", { spec: { ...spec, replicas: 2 }, status })).toEqual([]);
    const old = { ...status, updatedReplicas: 1 };
    expect(workloadLines("Deployment frontend", { spec: { ...spec, replicas: 2 }, status: old })).toHaveLength(1);
  });

  it("is told as not ready otherwise", () => {
    expect(workloadLines("Deployment frontend", { spec, status: {} })).toEqual(["Deployment frontend is not ready"]);
  });
});

describe("a pod", () => {
  const pod = (status: object) => ({ metadata: { name: "frontend-x" }, status });

  it.each([
    [{ waiting: { reason: "ErrImagePull", message: "not found" } }, "  pod frontend-x: ErrImagePull (not found)"],
    [{ terminated: { reason: "OOMKilled", exitCode: 137 } }, "  pod frontend-x: OOMKilled, exit code 137"],
  ])("is told with the state of its container: %j", (state, line) => {
    expect(podLines(pod({ containerStatuses: [{ state }] }))).toEqual([line]);
  });

  it("that is started again and again is told with what its init container said last", () => {
    const message = "Checking minimum version\nVersion v1.5 is incorrect (min v1.6)\n";
    const status = {
      state: { waiting: { reason: "CrashLoopBackOff" } },
      lastState: { terminated: { reason: "Error", exitCode: 255, message } },
    };
    expect(podLines(pod({ initContainerStatuses: [status] }))).toEqual([
      "  pod frontend-x: CrashLoopBackOff",
      "  pod frontend-x: Error, exit code 255",
      "    Checking minimum version",
      "    Version v1.5 is incorrect (min v1.6)",
    ]);
  });

  it("is told as not scheduled, with what the scheduler says", () => {
    const conditions = [{ type: "PodScheduled", status: "False", message: "Insufficient cpu" }];
    expect(podLines(pod({ conditions }))).toEqual(["  pod frontend-x: not scheduled (Insufficient cpu)"]);
  });

  it("that did its work is not told", () => {
    expect(podLines(pod({ containerStatuses: [{ state: { terminated: { exitCode: 0 } } }] }))).toEqual([]);
  });
});
