import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Strategy } from "../rollout/strategy";
import { checkDisruption, type Disruption, DISRUPTION_DEFAULT, hasBudget, renderBudget, slackOf } from "./disruption";
import type { Scaling } from "./scaling";

const rolling: Strategy = { kind: "rolling", maxUnavailable: "25%", maxSurge: 1 };
const pods = (replicas: number): Scaling => ({ kind: "fixed", replicas });
const hpa = (minReplicas: number): Scaling => ({
  kind: "hpa",
  minReplicas,
  maxReplicas: 8,
  targets: [{ kind: "cpu", utilization: 50 }],
});

describe("a disruption budget", () => {
  it("by default lets one pod go at a time, and pods that are not ready at any time", () => {
    expect(renderBudget({ app: "api", slot: "blue" }, DISRUPTION_DEFAULT)).toEqual({
      selector: { matchLabels: { app: "api", slot: "blue" } },
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });

  it("is not there for a single pod, which it could only hold for ever", () => {
    expect(hasBudget(DISRUPTION_DEFAULT, pods(1))).toBe(false);
    expect(hasBudget(DISRUPTION_DEFAULT, pods(2))).toBe(true);
    expect(hasBudget(DISRUPTION_DEFAULT, hpa(1))).toBe(true);
    expect(hasBudget({ kind: "unlimited", reason: "a batch worker" }, pods(9))).toBe(false);
  });

  it.each([
    [DISRUPTION_DEFAULT, 4, { steady: 1, duringRollout: 0 }],
    [{ kind: "maxUnavailable", pods: 2 } as const, 4, { steady: 2, duringRollout: 1 }],
    [{ kind: "minAvailable", pods: 1 } as const, 4, { steady: 3, duringRollout: 2 }],
    [{ kind: "minAvailable", pods: 3 } as const, 2, { steady: 0, duringRollout: 0 }],
  ])("%j of %i pods under 25 %% unavailable and 1 extra leaves %j to be taken away", (disruption, count, slack) => {
    expect(slackOf(disruption, pods(count), rolling)).toEqual(slack);
  });

  it.each([pods(2), hpa(2)])("that lets none of %j go is refused, because no node could ever be emptied", (scaling) => {
    expect(checkDisruption({ kind: "minAvailable", pods: 2 }, scaling, rolling)).toEqual([
      {
        path: "pods",
        message:
          "minAvailable 2 with as few as 2 pods lets none be taken away, so no node that runs one could ever be emptied; " +
          `use { kind: "maxUnavailable", pods: 1 }, or have more pods.`,
      },
    ]);
  });

  it("that holds a single pod is refused too", () => {
    expect(checkDisruption({ kind: "minAvailable", pods: 1 }, pods(1), rolling)).toHaveLength(1);
  });

  it.each([0, 1.5, -1])("of %d pods is refused", (count) => {
    const [problem] = checkDisruption({ kind: "maxUnavailable", pods: count }, pods(3), rolling);
    expect(problem?.message).toBe(`${count} is no number of pods; use a whole number from 1.`);
  });

  it("that passes always lets somebody go, unless a rollout has pods missing already", () => {
    const disruptions = fc.record({
      kind: fc.constantFrom<"maxUnavailable" | "minAvailable">("maxUnavailable", "minAvailable"),
      pods: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(disruptions, fc.integer({ min: 1, max: 10 }), (disruption: Disruption, count) => {
        fc.pre(checkDisruption(disruption, pods(count), rolling).length === 0);
        const { steady, duringRollout } = slackOf(disruption, pods(count), rolling);
        expect(steady).toBeGreaterThan(0);
        expect(duringRollout).toBeLessThanOrEqual(steady);
      }),
    );
  });
});
