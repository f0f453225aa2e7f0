import { describe, expect, it } from "vitest";
import { declaredReplicas } from "./replicas";

const book = { kind: "hpa", minReplicas: 2, maxReplicas: 8, targets: [{ kind: "cpu", utilization: 10 }] } as const;

describe("the replicas of a Deployment", () => {
  it("are its own where the number is fixed", () => {
    expect(declaredReplicas({ kind: "fixed", replicas: 3 })).toEqual({
      replicas: 3,
      annotations: {},
      ignoreChanges: [],
    });
  });

  it("are never left out under an autoscaler, which is let move them", () => {
    expect(declaredReplicas(book)).toEqual({
      replicas: 2,
      annotations: { "replicas-owner": "autoscaler" },
      ignoreChanges: ["spec.replicas"],
    });
  });

  it("are taken from an autoscaler that has no choice", () => {
    expect(declaredReplicas({ ...book, minReplicas: 8 })).toEqual({
      replicas: 8,
      annotations: { "pulumi.com/patchForce": "true" },
      ignoreChanges: [],
    });
  });
});
