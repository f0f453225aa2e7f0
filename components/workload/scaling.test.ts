import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkScaling, declaredReplicas, desiredReplicas, mostReplicas, renderAutoscaler } from "./scaling";

const book = { kind: "hpa", minReplicas: 2, maxReplicas: 8, targetCpuUtilization: 10 } as const;

describe("scaling", () => {
  it("by an autoscaler writes no replicas, so that `pulumi up` does not undo what it did", () => {
    expect(declaredReplicas(book)).toBeUndefined();
    expect(declaredReplicas({ kind: "fixed", replicas: 3 })).toBe(3);
  });

  it.each([
    [2, 47, 8],
    [8, 2, 2],
    [4, 2, 2],
    [4, 10, 4],
    [4, 11, 5],
  ])("from %i pods at %i %% of 10 %% goes to %i", (pods, now, wanted) => {
    expect(desiredReplicas(book, pods, now)).toBe(wanted);
  });

  it("never leaves its bounds", () => {
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), fc.nat({ max: 10_000 }), (pods, now) => {
        const wanted = desiredReplicas(book, pods, now);
        expect(wanted).toBeGreaterThanOrEqual(book.minReplicas);
        expect(wanted).toBeLessThanOrEqual(mostReplicas(book));
      }),
    );
  });

  it("aims at a share of the CPU requests of one Deployment", () => {
    expect(renderAutoscaler("frontend", book)).toEqual({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "frontend" },
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 10 } } },
      ],
    });
  });

  it.each([
    [{ ...book, minReplicas: 9 }, "minReplicas", "9 is more than maxReplicas (8); lower min or raise max."],
    [{ ...book, minReplicas: 0 }, "minReplicas", "0 is no number of pods; use a whole number from 1."],
    [{ ...book, targetCpuUtilization: 0 }, "targetCpuUtilization", "0 is no target"],
    [{ ...book, targetCpuUtilization: 12.5 }, "targetCpuUtilization", "12.5 is no target; use a whole percentage"],
    [{ kind: "fixed", replicas: 1.5 } as const, "replicas", "1.5 is no number of pods; use a whole number from 0."],
  ])("refuses %j", (scaling, path, message) => {
    expect(checkScaling(scaling)).toEqual([{ path, message: expect.stringContaining(message) as string }]);
  });
});
