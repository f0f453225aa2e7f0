import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestRolloutSeconds, type PodShare, podBounds, renderStrategy, type Strategy } from "./strategy";

const share = fc.oneof(
  fc.nat({ max: 10 }),
  fc.nat({ max: 100 }).map((percent): PodShare => `${percent}%`),
);

describe("a rollout strategy", () => {
  it("of the frontend, at 4 replicas, keeps at least 3 pods available and has at most 5", () => {
    expect(podBounds({ kind: "rolling", maxUnavailable: "25%", maxSurge: 1 }, 4)).toEqual({
      leastAvailable: 3,
      mostPods: 5,
    });
  });

  it("recreate has no rollingUpdate block, and an outage", () => {
    expect(renderStrategy({ kind: "recreate" })).toEqual({ type: "Recreate" });
    expect(podBounds({ kind: "recreate" }, 4)).toEqual({ leastAvailable: 0, mostPods: 4 });
  });

  it("rounds unavailable pods down and extra pods up, so a single pod is replaced without an outage", () => {
    expect(podBounds({ kind: "rolling", maxUnavailable: "25%", maxSurge: "25%" }, 1)).toEqual({
      leastAvailable: 1,
      mostPods: 2,
    });
  });

  it("lets one pod be missing where the shares come to none, as Kubernetes does", () => {
    expect(podBounds({ kind: "rolling", maxUnavailable: "25%", maxSurge: 0 }, 2)).toEqual({
      leastAvailable: 1,
      mostPods: 2,
    });
  });

  it.each([{ kind: "rolling" }, { kind: "blueGreen" }, { kind: "canary", steps: [10] }] as const)(
    "%j replaces the pods of one Deployment a quarter at a time",
    (strategy) => {
      expect(renderStrategy(strategy)).toEqual({
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" },
      });
    },
  );

  it("never plans for more pods missing than extra ones ask for", () => {
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 100 }), (maxUnavailable, maxSurge, replicas) => {
        const bounds = podBounds({ kind: "rolling", maxUnavailable, maxSurge }, replicas);
        expect(bounds.leastAvailable).toBeLessThanOrEqual(replicas);
        expect(bounds.mostPods).toBeGreaterThanOrEqual(replicas);
      }),
    );
  });

  it.each<[Strategy, number, string, number]>([
    [{ kind: "rolling" }, 2, "one after the other", 210],
    [{ kind: "rolling" }, 8, "two missing and two extra at a time", 210],
    [{ kind: "recreate" }, 8, "all at once", 120],
    [{ kind: "rolling" }, 0, "none at all", 120],
  ])("%j of %i pods, %s, takes at most %i s at a progress deadline of 90 s", (strategy, replicas, _, seconds) => {
    expect(longestRolloutSeconds(strategy, replicas, 90)).toBe(seconds);
  });
});
