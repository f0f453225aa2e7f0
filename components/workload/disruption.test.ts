import { describe, expect, it } from "vitest";
import { hasDisruptionBudget, renderDisruptionBudget } from "./disruption";
import type { Scaling } from "./scaling";

const pods = (replicas: number): Scaling => ({ kind: "fixed", replicas });
const hpa = (minReplicas: number): Scaling => ({
  kind: "hpa",
  minReplicas,
  maxReplicas: 8,
  targets: [{ kind: "cpu", utilization: 50 }],
});

describe("a PodDisruptionBudget", () => {
  it("lets one pod go at a time, and pods that are not ready at any time", () => {
    expect(renderDisruptionBudget({ app: "api", slot: "blue" })).toEqual({
      selector: { matchLabels: { app: "api", slot: "blue" } },
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });

  it("is not there for a single pod, which it could only hold for ever", () => {
    expect(hasDisruptionBudget(pods(1))).toBe(false);
    expect(hasDisruptionBudget(pods(2))).toBe(true);
    expect(hasDisruptionBudget(hpa(1))).toBe(true);
  });
});
