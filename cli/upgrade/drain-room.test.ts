import { describe, expect, it } from "vitest";
import { type DisruptionBudget, judgeDrainRoom } from "./drain-room";

describe("room to empty nodes", () => {
  const disruptionBudget = (given: Partial<DisruptionBudget>): DisruptionBudget => ({
    namespace: "example",
    name: "frontend",
    allowed: 1,
    expected: 2,
    healthy: 2,
    desired: 1,
    ...given,
  });
  const judged = (...disruptionBudgets: readonly Partial<DisruptionBudget>[]) =>
    judgeDrainRoom(disruptionBudgets.map(disruptionBudget), []);

  it("is there with disruptionBudgets that let a pod go, and with those that cover none", () => {
    expect(judged({}, { allowed: 0, expected: 0, healthy: 0, desired: 0 })).toEqual([
      { kind: "ok", text: "2 PodDisruptionBudgets, each with room or without pods" },
    ]);
  });

  it("is never there with a PodDisruptionBudget that wants all of its pods", () => {
    expect(judged({}, { name: "stuck", allowed: 0, desired: 2 })).toEqual([
      {
        kind: "failure",
        text:
          "PodDisruptionBudget example/stuck lets none of its 2 pods be taken away, now or ever, since 2 must be " +
          "healthy; a node with one can't be emptied. Let it have maxUnavailable: 1, or have more pods.",
      },
    ]);
  });

  it("is not there now while pods are not ready", () => {
    expect(judged({ allowed: 0, healthy: 1 })).toEqual([
      {
        kind: "failure",
        text:
          "PodDisruptionBudget example/frontend lets none of its 2 pods be taken away now: 1 healthy, and 1 must be. " +
          "Wait until the others are ready, or mend them.",
      },
    ]);
  });

  it("is there with single pods, which are told: some are away for a while, some for good", () => {
    const lone = [
      { namespace: "example", name: "db", comesBack: true },
      { namespace: "example", name: "by-hand", comesBack: false },
    ];
    expect(judgeDrainRoom([], lone).slice(1)).toEqual([
      { kind: "note", text: "1 pod without another replica, away while its node is emptied: example/db" },
      { kind: "note", text: "1 pod without a controller, gone with its node for good: example/by-hand" },
    ]);
  });
});
