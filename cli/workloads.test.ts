import { describe, expect, it } from "vitest";
import { isReady, readyText, type Workload } from "./workloads";

function workload(replicas: number, status: Workload["status"]): Workload {
  return {
    kind: "Deployment",
    metadata: { name: "frontend", namespace: "example", labels: { app: "frontend" } },
    spec: { replicas },
    status,
  };
}

const READY = workload(2, { readyReplicas: 2, updatedReplicas: 2 });

describe("a workload", () => {
  it("is ready, when all its pods are", () => {
    expect(isReady(READY)).toBe(true);
    expect(isReady(workload(0, {}))).toBe(true);
  });

  it.each([
    ["a pod is not ready", { readyReplicas: 1, updatedReplicas: 2 }],
    ["none has a pod yet", {}],
    ["pods of an earlier template are ready in place of its own", { readyReplicas: 2, updatedReplicas: 1 }],
    ["such pods are there still, beside those that start", { replicas: 3, readyReplicas: 2, updatedReplicas: 2 }],
  ])("is not ready, when %s", (_, status) => {
    expect(isReady(workload(2, status))).toBe(false);
  });

  it("is counted among others", () => {
    expect(readyText([READY, workload(1, {}), READY])).toBe("2 of 3 workloads are ready");
  });
});
