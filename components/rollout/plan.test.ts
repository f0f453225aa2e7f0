import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIRST_SLOT, LIVE_SLOTS, type LiveSlot, type Slot } from "../base/labels";
import { leastReplicas, mostReplicas, type Scaling } from "../workload/scaling";
import {
  checkPlan,
  type PlanArgs,
  type PlannedSlot,
  planRollout,
  podsForShare,
  type RolloutPlan,
  shareOfNext,
} from "./plan";
import { finalSlot, type Phase, phaseAfter, phasesOf } from "./rollout";
import { podBounds, type Strategy } from "./strategy";

const nine: Scaling = { kind: "fixed", replicas: 9 };
const hpa: Scaling = { kind: "hpa", minReplicas: 2, maxReplicas: 8, targets: [{ kind: "cpu", utilization: 10 }] };

/** The plan of a phase in the first slot. */
function plan(strategy: Strategy, phase?: Phase, more: Partial<PlanArgs> = {}): RolloutPlan {
  return planRollout({ strategy, phase, slot: FIRST_SLOT, scaling: nine, weighted: false, ...more });
}

/** The slots of a plan in a few words: `blue 2-8 current`. */
function words({ slots, selected }: RolloutPlan): readonly string[] {
  const size = (scaling: Scaling) =>
    scaling.kind === "fixed" ? String(scaling.replicas) : `${scaling.minReplicas}-${scaling.maxReplicas}`;
  return [
    ...slots.map(({ slot, version, scaling }) => `${slot} ${size(scaling)} ${version}`),
    `to ${selected ?? "all"}`,
  ];
}

describe("blue-green", () => {
  const strategy: Strategy = { kind: "blueGreen" };

  it("77: selects exactly one colour in every phase, and no Deployment selects another one's pods", () => {
    for (const phase of [undefined, ...phasesOf(strategy)]) {
      const { slots, selected } = plan(strategy, phase);
      expect(slots.map(({ slot }) => slot)).toContain(selected);
      expect(new Set(slots.map(({ slot }) => slot)).size).toBe(slots.length);
    }
  });

  it("has as many pods of the new version ready as there may ever be, before anybody is sent there", () => {
    expect(words(plan(strategy, "preview", { scaling: hpa }))).toEqual([
      "blue 2-8 current",
      "green 8-8 next",
      "to blue",
    ]);
  });

  it("78: by the switch changes whom the Service selects, and no Deployment", () => {
    const [preview, switched] = [plan(strategy, "preview"), plan(strategy, "switched")];
    expect([preview.selected, switched.selected]).toEqual(["blue", "green"]);
    expect(switched.slots).toEqual(preview.slots);
  });

  it("78: can switch back while the old pods are there, which wait with all of them", () => {
    expect(words(plan(strategy, "switched", { scaling: hpa }))).toEqual([
      "blue 8-8 current",
      "green 8-8 next",
      "to green",
    ]);
    expect(words(plan(strategy, undefined, { scaling: hpa }))).toEqual(["blue 2-8 current", "to blue"]);
  });

  it("leaves the new version in the other slot, from where the next change comes back", () => {
    expect(finalSlot(strategy, "blue")).toBe("green");
    expect(words(plan(strategy, "preview", { slot: "green" }))).toEqual(["green 9 current", "blue 9 next", "to green"]);
  });
});

describe("a canary", () => {
  const strategy: Strategy = { kind: "canary", steps: [10, 50] };

  it("79: of 10 % beside nine pods is one pod, behind a selector without a colour; without it the share is 0", () => {
    const canary = plan(strategy, "10%");
    expect(words(canary)).toEqual(["blue 9 current", "yellow 1 next", "to all"]);
    expect(shareOfNext(canary)).toEqual({ least: 10, most: 10 });
    expect(shareOfNext(plan(strategy))).toEqual({ least: 0, most: 0 });
  });

  it("by pods gets as many stable ones first as its share needs", () => {
    const two: Scaling = { kind: "fixed", replicas: 2 };
    expect(words(plan(strategy, "10%", { scaling: two }))).toEqual(["blue 9 current", "yellow 1 next", "to all"]);
    expect(words(plan(strategy, "50%", { scaling: two }))).toEqual(["blue 2 current", "yellow 2 next", "to all"]);
  });

  it("by pods under an autoscaler has at most its share, and the autoscaler may go on above", () => {
    const half = plan(strategy, "50%", { scaling: hpa });
    expect(words(half)).toEqual(["blue 2-8 current", "yellow 2-2 next", "to all"]);
    expect(shareOfNext(half)).toEqual({ least: 20, most: 50 });
  });

  it("by weight has exactly its share from outside, callers inside stay, and a step has the pods that the next one needs", () => {
    const weighted = plan(strategy, "10%", { scaling: hpa, weighted: true });
    expect(words(weighted)).toEqual(["blue 2-8 current", "yellow 4-4 next", "to blue"]);
    expect(weighted.weights).toEqual([
      { slot: "blue", percent: 90 },
      { slot: "yellow", percent: 10 },
    ]);
    expect(shareOfNext(weighted)).toEqual({ least: 10, most: 10 });
  });

  it("by pods is refused where its share needs more pods than the autoscaler may have", () => {
    const args = { strategy, scaling: hpa, slot: FIRST_SLOT, phase: "10%", weighted: false } as const;
    expect(checkPlan(args)).toEqual([
      {
        path: "phase",
        message:
          "10% of the requests are 1 of 10 pods, and the autoscaler may have 8 beside them; start with a larger share, " +
          "raise maxReplicas, or let requests in by weight.",
      },
    ]);
    expect([...checkPlan({ ...args, weighted: true }), ...checkPlan({ ...args, phase: "50%" })]).toEqual([]);
  });

  it("by pods is never further than a pod from its share", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.nat({ max: 50 }), (share, least) => {
        const { stable, canary } = podsForShare(share, least);
        expect(stable).toBeGreaterThanOrEqual(Math.max(1, least));
        expect(Math.abs((100 * canary) / (stable + canary) - share)).toBeLessThanOrEqual(100 / (stable + canary));
      }),
    );
  });
});

/** A service on its way: what decides its plan. */
interface State {
  readonly slot: LiveSlot;
  readonly phase: Phase | undefined;
}

const ways = ["onward", "abort"] as const;

/** Where a service goes from a state: to the next phase or the end, or back. */
function moved(strategy: Strategy, { slot, phase }: State, way: (typeof ways)[number]): State {
  if (phase === undefined) {
    return { slot, phase: phasesOf(strategy)[0] };
  }
  if (way === "abort") {
    return { slot, phase: undefined };
  }
  const next = phaseAfter(strategy, phase);
  return { slot: next === undefined ? finalSlot(strategy, slot) : slot, phase: next };
}

/**
 * The pods that serve at the worst moment between two plans. The engine makes and changes Deployments first, sends people
 * elsewhere then, and deletes last; pods of a new size are there only when it has waited for them.
 */
function leastServing(strategy: Strategy, before: RolloutPlan, after: RolloutPlan): number {
  const serving = (slots: readonly PlannedSlot[], selected: Slot | undefined, size: (one: PlannedSlot) => number) =>
    slots.filter(({ slot }) => selected === undefined || slot === selected).reduce((sum, one) => sum + size(one), 0);
  const other = (slots: readonly PlannedSlot[], slot: Slot) => slots.find((one) => one.slot === slot);
  const changing = (one: PlannedSlot, partner: PlannedSlot | undefined) => {
    const replaced = partner !== undefined && partner.version !== one.version;
    const pods = Math.min(leastReplicas(one.scaling), leastReplicas(partner?.scaling ?? one.scaling));
    return replaced ? podBounds(strategy, pods).leastAvailable : pods;
  };
  return Math.min(
    serving(before.slots, before.selected, (one) => changing(one, other(after.slots, one.slot))),
    serving(after.slots, after.selected, (one) => changing(one, other(before.slots, one.slot))),
  );
}

describe("a random walk through the phases of any strategy", () => {
  const sizes: fc.Arbitrary<Scaling> = fc.oneof(
    fc.integer({ min: 1, max: 12 }).map((replicas): Scaling => ({ kind: "fixed", replicas })),
    fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 60 }))
      .map(([min, more]): Scaling => ({ ...hpa, minReplicas: min, maxReplicas: min + more })),
  );
  const steps = fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 })
    .map((shares) => shares.sort((one, other) => one - other));
  const strategies: fc.Arbitrary<Strategy> = fc.oneof(
    fc.constantFrom<Strategy>({ kind: "rolling" }, { kind: "recreate" }, { kind: "blueGreen" }),
    steps.map((shares): Strategy => ({ kind: "canary", steps: shares })),
  );
  const walks = fc.array(fc.constantFrom(...ways), { minLength: 1, maxLength: 12 });

  /** Calls back for every move of a walk whose plans are allowed. */
  function walk(look: (move: { args: PlanArgs; before: RolloutPlan; after: RolloutPlan; state: State }) => void): void {
    fc.assert(
      fc.property(strategies, sizes, fc.boolean(), walks, (strategy, scaling, weighted, moves) => {
        let state: State = { slot: FIRST_SLOT, phase: undefined };
        for (const way of moves) {
          const next = moved(strategy, state, way);
          const argsOf = (at: State): PlanArgs => ({ strategy, scaling, weighted, ...at });
          if (checkPlan(argsOf(next)).length > 0) {
            return;
          }
          look({
            args: argsOf(next),
            before: planRollout(argsOf(state)),
            after: planRollout(argsOf(next)),
            state: next,
          });
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  }

  it("never has fewer pods serving than the strategy lets be missing, not even between two phases", () => {
    walk(({ args: { strategy, scaling }, before, after }) => {
      const declared = podBounds(strategy, leastReplicas(scaling)).leastAvailable;
      expect(leastServing(strategy, before, after)).toBeGreaterThanOrEqual(declared);
    });
  });

  it("has disjoint selectors, one slot's own first, and serves from slots that are there", () => {
    walk(({ after: { slots, selected, weights }, state }) => {
      const names = slots.map(({ slot }) => slot);
      expect(new Set(names).size).toBe(names.length);
      expect(names[0]).toBe(state.slot);
      expect(LIVE_SLOTS).toContain(names[0]);
      expect(names).toEqual(expect.arrayContaining(selected === undefined ? [] : [selected]));
      expect(weights?.reduce((sum, { percent }) => sum + percent, 0) ?? 100).toBe(100);
    });
  });

  it("leaves the number of pods to its one owner, in every slot and phase, and the most to what was declared", () => {
    walk(({ args: { scaling }, after: { slots } }) => {
      expect(new Set(slots.map((slot) => slot.scaling.kind))).toEqual(new Set([scaling.kind]));
      if (scaling.kind === "hpa") {
        for (const slot of slots) {
          expect(slot.scaling).toMatchObject({ targets: scaling.targets });
          expect(leastReplicas(slot.scaling)).toBeLessThanOrEqual(mostReplicas(slot.scaling));
        }
        expect(mostReplicas(slots[0].scaling)).toBeLessThanOrEqual(scaling.maxReplicas);
      }
    });
  });

  it("can be aborted at any time, with the running version serving alone again in its own slot", () => {
    walk(({ args, state: { slot, phase } }) => {
      if (phase === undefined) {
        return;
      }
      const back = planRollout({ ...args, ...moved(args.strategy, { slot, phase }, "abort") });
      expect(back.slots).toEqual([{ slot, version: "current", scaling: args.scaling }]);
      expect([undefined, slot]).toContain(back.selected);
      expect(shareOfNext(back)).toEqual({ least: 0, most: 0 });
    });
  });

  it("gives the new version a share that only grows, until it has all", () => {
    fc.assert(
      fc.property(strategies, fc.boolean(), (strategy, weighted) => {
        const shares = phasesOf(strategy).map((phase) => shareOfNext(plan(strategy, phase, { weighted })).most);
        expect(shares).toEqual([...shares].sort((one, other) => one - other));
      }),
    );
  });
});
