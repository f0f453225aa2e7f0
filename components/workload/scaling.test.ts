import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Autoscaled,
  checkScaling,
  desiredReplicas,
  isMoving,
  leastReplicas,
  mostReplicas,
  pinned,
  renderAutoscaler,
  type ScalingTarget,
} from "./scaling";

const cpu = { kind: "cpu", utilization: 10 } as const;
const book: Autoscaled = { kind: "hpa", minReplicas: 2, maxReplicas: 8, targets: [cpu] };

describe("scaling", () => {
  it("moves by an autoscaler that has a choice, and by nothing else", () => {
    const scalings = [book, pinned(book, 8), { kind: "fixed", replicas: 3 }] as const;
    expect(scalings.map(isMoving)).toEqual([true, false, false]);
  });

  it.each([
    [2, 47, 8],
    [8, 2, 2],
    [4, 2, 2],
    [4, 10, 4],
    [4, 11, 5],
  ])("from %i pods at %i %% of 10 %% goes to %i", (pods, now, wanted) => {
    expect(desiredReplicas(book, cpu, pods, now)).toBe(wanted);
  });

  it("never leaves its bounds", () => {
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), fc.nat({ max: 10_000 }), (pods, now) => {
        const wanted = desiredReplicas(book, cpu, pods, now);
        expect(wanted).toBeGreaterThanOrEqual(leastReplicas(book));
        expect(wanted).toBeLessThanOrEqual(mostReplicas(book));
      }),
    );
  });

  it("aims at a share of the CPU requests of one Deployment", () => {
    expect(renderAutoscaler("frontend", book)).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "frontend" },
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 10 } } },
      ],
    });
  });

  it("can aim at memory and at a metric of the pods' own as well", () => {
    const targets: readonly ScalingTarget[] = [
      { kind: "memory", utilization: 70 },
      { kind: "pods", metric: "requests_per_second", average: 20 },
    ];
    expect(renderAutoscaler("frontend", { ...book, targets }).metrics).toEqual([
      { type: "Resource", resource: { name: "memory", target: { type: "Utilization", averageUtilization: 70 } } },
      {
        type: "Pods",
        pods: { metric: { name: "requests_per_second" }, target: { type: "AverageValue", averageValue: "20" } },
      },
    ]);
  });

  it("goes up at once and down slowly", () => {
    expect(renderAutoscaler("frontend", book).behavior).toEqual({
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: "Max",
        policies: [
          { type: "Percent", value: 100, periodSeconds: 15 },
          { type: "Pods", value: 4, periodSeconds: 15 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        selectPolicy: "Max",
        policies: [
          { type: "Percent", value: 25, periodSeconds: 60 },
          { type: "Pods", value: 1, periodSeconds: 60 },
        ],
      },
    });
  });

  it("keeps its owner when a rollout wants another number", () => {
    expect(pinned(book, 8)).toEqual({ ...book, minReplicas: 8, maxReplicas: 8 });
    expect(pinned({ kind: "fixed", replicas: 3 }, 1)).toEqual({ kind: "fixed", replicas: 1 });
  });

  it.each([
    [{ ...book, minReplicas: 9 }, "minReplicas", "9 is more than maxReplicas (8); lower min or raise max."],
    [{ ...book, minReplicas: 0 }, "minReplicas", "0 is no number of pods; use a whole number from 1."],
    [{ ...book, targets: [] }, "targets", "there is none, so nothing would ever scale; name one such as cpu."],
    [{ ...book, targets: [{ ...cpu, utilization: 0 }] }, "targets.cpu.utilization", "0 is no target"],
    [{ ...book, targets: [{ ...cpu, utilization: 1.5 }] }, "targets.cpu.utilization", "use a whole percentage"],
    [
      { ...book, targets: [{ kind: "pods", metric: "queue", average: 0 } as const] },
      "targets.pods.average",
      "0 is no target; use a whole number from 1 of queue.",
    ],
    [{ kind: "fixed", replicas: 1.5 } as const, "replicas", "1.5 is no number of pods; use a whole number from 0."],
  ])("refuses %j", (scaling, path, message) => {
    expect(checkScaling(scaling)).toEqual([{ path, message: expect.stringContaining(message) as string }]);
  });
});
