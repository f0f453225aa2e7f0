import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIRST_SLOT, LIVE_SLOTS, type LiveSlot, type Slot } from "../base/labels";
import { isMoving, leastReplicas, mostReplicas, type Scaling } from "../workload/scaling";
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

describe("behind what has target groups", () => {
  const bySlot = (strategy: Strategy, phase?: Phase, more: Partial<PlanArgs> = {}) =>
    plan(strategy, phase, { weighted: true, bySlot: true, ...more }).weights?.map(
      ({ slot, percent }) => `${slot} ${percent}`,
    );

  it("blue-green moves everybody by weight, and each colour has a group before it has pods", () => {
    const strategy: Strategy = { kind: "blueGreen" };
    expect([bySlot(strategy), bySlot(strategy, "preview")]).toEqual(Array(2).fill(["blue 100", "green 0"]));
    expect(bySlot(strategy, "switched")).toEqual(["blue 0", "green 100"]);
    // By the finish nothing moves: green is the service's own.
    expect(bySlot(strategy, undefined, { slot: "green" })).toEqual(["blue 0", "green 100"]);
  });

  it("another strategy moves nobody from one group to another, but a canary its share", () => {
    for (const kind of ["rolling", "recreate"] as const) {
      expect(bySlot({ kind })).toEqual(["blue 100", "green 0"]);
      expect(bySlot({ kind }, "replaced", { slot: "green" })).toEqual(["blue 0", "green 100"]);
    }
    expect(bySlot({ kind: "canary", steps: [10] }, "10%")).toEqual(["blue 90", "green 0", "yellow 10"]);
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

  it("by pods has at most its share under an autoscaler, which holds still with all its pods", () => {
    const half = plan(strategy, "50%", { scaling: hpa });
    expect(words(half)).toEqual(["blue 8-8 current", "yellow 8-8 next", "to all"]);
    expect(shareOfNext(half)).toEqual({ least: 50, most: 50 });
    const quarter = plan({ kind: "canary", steps: [25] }, "25%", { scaling: hpa });
    expect(words(quarter)).toEqual(["blue 8-8 current", "yellow 2-2 next", "to all"]);
    expect(shareOfNext(quarter)).toEqual({ least: 20, most: 20 });
  });

  it("by weight has exactly its share from outside, callers inside stay, and a step has the pods that the next one needs", () => {
    const weighted = plan(strategy, "10%", { scaling: hpa, weighted: true });
    expect(words(weighted)).toEqual(["blue 8-8 current", "yellow 4-4 next", "to blue"]);
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

/** A step of a service on its way. */
interface Move {
  readonly args: PlanArgs;
  readonly before: RolloutPlan;
  readonly after: RolloutPlan;
  readonly state: State;
  /** How much there is to do, from 0 to 1: all pods that there may ever be are needed. */
  readonly load: number;
}

/** How requests come in: to the Service, by weight to it and to another one, or by weight to one of each slot. */
const entrances = [{ weighted: false }, { weighted: true }, { weighted: true, bySlot: true }] as const;

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

/** The share of all requests that a plan sends to a slot, from 0 to 1. @returns undefined where it follows from the pods */
function shareOf({ selected, weights }: RolloutPlan, slot: Slot): number | undefined {
  const weight = weights?.find((one) => one.slot === slot);
  return weights ? (weight?.percent ?? 0) / 100 : selected === undefined ? undefined : Number(slot === selected);
}

const other = ({ slots }: RolloutPlan, slot: Slot): PlannedSlot | undefined => slots.find((one) => one.slot === slot);

/**
 * The pods that a slot has after a while: where an autoscaler moves, no more than its requests need.
 * @param need pods that all requests together need
 */
function settled(plan: RolloutPlan, { slot, scaling }: PlannedSlot, need: number): number {
  const share = shareOf(plan, slot);
  const beside = plan.slots.filter((one) => one.slot !== slot);
  const others = beside.reduce((sum, one) => sum + leastReplicas(one.scaling), 0);
  const own = share === undefined ? need - others : Math.ceil(need * share);
  return Math.min(mostReplicas(scaling), Math.max(leastReplicas(scaling), own));
}

/**
 * Who has fewer pods than its requests need, at any moment from one plan to the next. The engine waits for the pods of
 * Deployments, then changes weights and switches, then deletes; an autoscaler is let loose last. Any other selector waits
 * for no pods.
 * @returns the slots, and how many of the pods that they need are there
 */
function overloaded(strategy: Strategy, before: RolloutPlan, after: RolloutPlan, need: number): readonly string[] {
  const had = (slot: Slot) => pods(other(before, slot), (one) => settled(before, one, need));
  const has = (slot: Slot) =>
    pods(other(after, slot), ({ scaling }) => (isMoving(scaling) && had(slot)) || leastReplicas(scaling));
  const least = (slot: Slot) => (other(after, slot) ? Math.min(had(slot), has(slot)) : had(slot));
  const waits = after.weights !== undefined || after.selected !== after.slots[0].slot;
  const moments = [
    { plan: before, there: least },
    { plan: after, there: waits ? has : least },
  ];
  return moments.flatMap(({ plan, there }) => {
    const groups = plan.selected === undefined ? [plan.slots] : plan.slots.map((one) => [one] as const);
    return groups.flatMap((group) => {
      const replaced = group.some(
        ({ slot, version }) => version !== (other(before, slot) ?? other(after, slot))?.version,
      );
      const left = (size: number) => (replaced ? podBounds(strategy, size).leastAvailable : size);
      const [found, wanted] = [
        left(group.map(({ slot }) => there(slot)).reduce((one, other) => one + other, 0)),
        left(Math.ceil(need * (shareOf(plan, group[0].slot) ?? 1))),
      ];
      return found < wanted ? [`${group.map(({ slot }) => slot).join(" and ")}: ${found} of ${wanted}`] : [];
    });
  });
}

function pods(slot: PlannedSlot | undefined, count: (slot: PlannedSlot) => number): number {
  return slot === undefined ? 0 : count(slot);
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
  /** Where it goes, and how much of the most there is to do at that time. */
  const moves = fc.tuple(fc.constantFrom(...ways), fc.double({ min: 0, max: 1, noNaN: true }));
  const walks = fc.array(moves, { minLength: 1, maxLength: 12 });

  /** Calls back for every move of a walk whose plans are allowed. */
  function walk(look: (move: Move) => void): void {
    fc.assert(
      fc.property(strategies, sizes, fc.constantFrom(...entrances), walks, (strategy, scaling, entrance, path) => {
        let state: State = { slot: FIRST_SLOT, phase: undefined };
        for (const [way, load] of path) {
          const next = moved(strategy, state, way);
          const argsOf = (at: State): PlanArgs => ({ strategy, scaling, ...entrance, ...at });
          if (checkPlan(argsOf(next)).length > 0) {
            return;
          }
          look({
            args: argsOf(next),
            before: planRollout(argsOf(state)),
            after: planRollout(argsOf(next)),
            state: next,
            load,
          });
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  }

  it("has the pods of a slot before its requests, at every moment, whatever autoscalers did before", () => {
    walk(({ args: { strategy, scaling }, before, after, load }) => {
      const need = Math.max(1, Math.round(load * mostReplicas(scaling)));
      expect(overloaded(strategy, before, after, need)).toEqual([]);
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

  it("moves nobody by a selector where a Service has a group of targets, and nobody at all at the end of a change", () => {
    walk(({ args: { bySlot, slot }, before, after, state }) => {
      const named = after.weights?.map((one) => one.slot) ?? [];
      expect(LIVE_SLOTS.every((one) => named.includes(one))).toBe(bySlot === true);
      if (bySlot === true && state.phase === undefined && before.slots[0].slot !== slot) {
        expect(after.weights).toEqual(before.weights);
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
      fc.property(strategies, fc.constantFrom(...entrances), (strategy, entrance) => {
        const shares = phasesOf(strategy).map((phase) => shareOfNext(plan(strategy, phase, entrance)).most);
        expect(shares).toEqual([...shares].sort((one, other) => one - other));
      }),
    );
  });
});
