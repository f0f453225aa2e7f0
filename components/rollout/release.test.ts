import { describe, expect, it } from "vitest";
import { checkRelease, type ReleaseArgs } from "./release";
import type { Phase } from "./rollout";
import type { Strategy } from "./strategy";

const args: ReleaseArgs = { image: { tag: "v1" }, scaling: { kind: "fixed", replicas: 2 } };
const canary: Strategy = { kind: "canary", steps: [10, 50] };

function problemsOf(more: Partial<ReleaseArgs>): readonly string[] {
  return checkRelease({ ...args, ...more }).map(({ path, message }) => `${path}: ${message}`);
}

function changing(strategy: Strategy, phase: Phase, next: object = { tag: "v2" }): Partial<ReleaseArgs> {
  return { strategy, release: { rollout: { phase, next: next as { tag: string } } } };
}

describe("a change of version", () => {
  it.each([
    [{ kind: "recreate" } as const, "replaced"],
    [{ kind: "rolling" } as const, "replaced"],
    [{ kind: "blueGreen" } as const, "switched"],
    [canary, "50%"],
  ] as const)("by %j may be in phase %s", (strategy, phase) => {
    expect(problemsOf(changing(strategy, phase))).toEqual([]);
  });

  it("is refused in a phase that its strategy does not have, with those that it has", () => {
    expect(problemsOf(changing(canary, "20%"))).toEqual([
      `release.rollout.phase: "20%" is no step of canary; it has 10%, 50%.`,
    ]);
    expect(problemsOf(changing({ kind: "rolling" }, "switched"))).toEqual([
      `release.rollout.phase: "switched" is no step of rolling; it has replaced.`,
    ]);
  });

  it("is refused to the version that runs, and to one that is no version", () => {
    expect(problemsOf(changing(canary, "10%", { tag: "v1" }))).toEqual([
      "release.rollout.next: v1 runs already; name another version, or take the rollout out.",
    ]);
    expect(problemsOf(changing(canary, "10%", { tag: "latest" }))).toEqual([
      expect.stringContaining(`release.rollout.next.tag: "latest" moves`),
    ]);
  });

  it("80: is refused as a canary, and wherever both versions run at once, if they can't share their data", () => {
    const next = { tag: "v2", coexists: false };
    for (const [strategy, phase] of [
      [canary, "10%"],
      [{ kind: "blueGreen" }, "preview"],
      [{ kind: "rolling" }, "replaced"],
    ] as const) {
      expect(problemsOf(changing(strategy, phase, next))).toEqual([
        `release.rollout.next.coexists: v2 can't run beside v1 on the same data, and under ${strategy.kind} both run at once. ` +
          "Use the strategy recreate, which has an outage, or change the schema in steps that both versions work with.",
      ]);
    }
    expect(problemsOf(changing({ kind: "recreate" }, "replaced", next))).toEqual([]);
  });
});

describe("a strategy", () => {
  it.each([[[]], [[0]], [[100]], [[10, 10]], [[50, 10]], [[1.5]]])("canary is refused with the steps %j", (steps) => {
    expect(problemsOf({ strategy: { kind: "canary", steps } })).toEqual([
      `strategy.steps: ${JSON.stringify(steps)} are no steps of a canary; use rising whole percentages from 1 to 99 such as [10, 50].`,
    ]);
  });

  it("rolling is refused if no pod may be missing and none extra", () => {
    expect(problemsOf({ strategy: { kind: "rolling", maxUnavailable: 0, maxSurge: "0%" } })).toEqual([
      "strategy.maxSurge: no pod may be missing and none may be extra, so none could be replaced; allow 1.",
    ]);
    expect(problemsOf({ strategy: { kind: "rolling", maxUnavailable: 0 } })).toEqual([]);
  });
});
