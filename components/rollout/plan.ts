import { CANARY_SLOT, LIVE_SLOTS, type LiveSlot, otherSlot, type Slot } from "../base/labels";
import type { Problem } from "../base/problems";
import { leastReplicas, mostReplicas, pinned, type Scaling } from "../workload/scaling";
import type { Phase } from "./rollout";
import type { Strategy } from "./strategy";

/** What decides which pods there are, and who is sent where. */
export interface PlanArgs {
  readonly strategy: Strategy;
  /** The slot that is the service's own. */
  readonly slot: LiveSlot;
  readonly scaling: Scaling;
  /** @default - no change of version is under way */
  readonly phase?: Phase;
  /** Whether what lets requests in can send an exact share of them elsewhere. */
  readonly weighted: boolean;
  /** Whether requests from outside come to a Service of each slot, by weight, and never to one whose selector moves. @default false */
  readonly bySlot?: boolean;
}

/** A Deployment of a service. */
export interface PlannedSlot {
  readonly slot: Slot;
  readonly version: "current" | "next";
  /** Its size, and who owns that: its own autoscaler, which never counts another slot's pods, or the Deployment itself. */
  readonly scaling: Scaling;
}

export interface RolloutPlan {
  /** The service's own first. */
  readonly slots: readonly [PlannedSlot, ...PlannedSlot[]];
  /** The colour that the Service selects. @default - undefined: pods of every slot */
  readonly selected: Slot | undefined;
  /** Shares of requests from outside in percent, by slot. @default - undefined: all to the Service */
  readonly weights: readonly { readonly slot: Slot; readonly percent: number }[] | undefined;
}

/**
 * Which Deployments there are, who owns their replicas and whom the Service selects: all of it follows from the strategy
 * and the phase, and nothing else is remembered.
 */
export function planRollout(args: PlanArgs): RolloutPlan {
  const plan = planSlots(args);
  return args.bySlot === true ? { ...plan, weights: weightsBySlot(plan) } : plan;
}

/** Both colours always, so that the one without pods is known before it has some. */
function weightsBySlot({ slots, selected, weights }: RolloutPlan): NonNullable<RolloutPlan["weights"]> {
  const all = weights === undefined ? (selected ?? slots[0].slot) : undefined;
  const named = [...LIVE_SLOTS, ...slots.map(({ slot }) => slot)];
  return [...new Set(named)].map((slot) => ({
    slot,
    percent: slot === all ? 100 : (weights?.find((one) => one.slot === slot)?.percent ?? 0),
  }));
}

function planSlots(args: PlanArgs): RolloutPlan {
  const { strategy, slot, scaling, phase, weighted } = args;
  const own: PlannedSlot = { slot, version: "current", scaling };
  switch (strategy.kind) {
    case "recreate":
    case "rolling": {
      const version = phase === undefined ? "current" : "next";
      return { slots: [{ ...own, version }], selected: undefined, weights: undefined };
    }
    case "blueGreen":
      return blueGreen(own, otherSlot(slot), phase);
    case "canary": {
      if (phase === undefined) {
        return { slots: [own], selected: weighted ? slot : undefined, weights: undefined };
      }
      const share = Number(phase.slice(0, -1));
      return weighted ? weightedCanary(own, strategy.steps, share) : countedCanary(own, share);
    }
    default:
      return strategy satisfies never;
  }
}

/**
 * Both slots have all pods that there may ever be, until the change is finished: an autoscaler that was idle would have a
 * slot at its least when everybody is sent there, and so would one that has been idle since.
 */
function blueGreen(own: PlannedSlot, other: LiveSlot, phase: Phase | undefined): RolloutPlan {
  if (phase === undefined) {
    return { slots: [own], selected: own.slot, weights: undefined };
  }
  const full = pinned(own.scaling, mostReplicas(own.scaling));
  const next: PlannedSlot = { slot: other, version: "next", scaling: full };
  return phase === "switched"
    ? { slots: [{ ...own, scaling: full }, next], selected: other, weights: undefined }
    : { slots: [own, next], selected: own.slot, weights: undefined };
}

/**
 * The share follows from the number of pods, because a Service sends requests to all of them alike. An autoscaler holds
 * still meanwhile, with all pods that there may ever be: they have to be enough when the canary's pods go.
 */
function countedCanary(own: PlannedSlot, share: number): RolloutPlan {
  const { stable, canary } = podsOfCanary(share, own.scaling);
  return {
    slots: [
      { ...own, scaling: pinned(own.scaling, stable) },
      { slot: CANARY_SLOT, version: "next", scaling: pinned(own.scaling, canary) },
    ],
    selected: undefined,
    weights: undefined,
  };
}

/**
 * Weights move at once and pods don't, so a step already has the pods that the next one needs, and the stable slot those
 * for all requests: each step can be taken back. Its own autoscaler would see fewer requests, and let them go.
 */
function weightedCanary(own: PlannedSlot, steps: readonly number[], share: number): RolloutPlan {
  const ahead = steps.find((step) => step > share) ?? share;
  const most = mostReplicas(own.scaling);
  const pods = Math.max(1, Math.ceil((most * ahead) / 100));
  return {
    slots: [
      { ...own, scaling: pinned(own.scaling, most) },
      { slot: CANARY_SLOT, version: "next", scaling: pinned(own.scaling, pods) },
    ],
    selected: own.slot,
    weights: [
      { slot: own.slot, percent: 100 - share },
      { slot: CANARY_SLOT, percent: share },
    ],
  };
}

/** Under an autoscaler all its pods, and as many of the canary beside them as stay within the share. */
function podsOfCanary(share: number, scaling: Scaling): { readonly stable: number; readonly canary: number } {
  if (scaling.kind === "fixed") {
    return podsForShare(share, scaling.replicas);
  }
  const stable = scaling.maxReplicas;
  const beside = (canary: number) => Math.round((canary * (100 - share)) / share);
  let canary = 1;
  while (beside(canary + 1) <= stable) {
    canary += 1;
  }
  return { stable, canary };
}

/**
 * The smallest numbers of pods that make a share, with no fewer stable ones than there have to be: 10 % are 9 and 1.
 * @param share in whole percent from 1 to 99
 */
export function podsForShare(share: number, least: number): { readonly stable: number; readonly canary: number } {
  for (let canary = 1; ; canary += 1) {
    const stable = Math.round((canary * (100 - share)) / share);
    if (stable >= Math.max(1, least)) {
      return { stable, canary };
    }
  }
}

/** The share of requests that the next version gets, in percent; where an autoscaler moves, between two bounds. */
export function shareOfNext({ slots, selected, weights }: RolloutPlan): {
  readonly least: number;
  readonly most: number;
} {
  if (weights) {
    const next = slots.find(({ version }) => version === "next")?.slot;
    const percent = weights.find(({ slot }) => slot === next)?.percent ?? 0;
    return { least: percent, most: percent };
  }
  const serving = slots.filter(({ slot }) => selected === undefined || slot === selected);
  const pods = (version: PlannedSlot["version"], count: (scaling: Scaling) => number) =>
    serving.filter((one) => one.version === version).reduce((sum, { scaling }) => sum + count(scaling), 0);
  const percent = (next: number, current: number) => (next === 0 ? 0 : (100 * next) / (next + current));
  return {
    least: percent(pods("next", leastReplicas), pods("current", mostReplicas)),
    most: percent(pods("next", mostReplicas), pods("current", leastReplicas)),
  };
}

/** A share by pods may need more stable pods than an autoscaler may make. */
export function checkPlan({ strategy, scaling, phase, weighted }: PlanArgs): readonly Problem[] {
  if (strategy.kind !== "canary" || weighted || phase === undefined || scaling.kind === "fixed") {
    return [];
  }
  const share = Number(phase.slice(0, -1));
  const { stable, canary } = podsForShare(share, scaling.minReplicas);
  return stable <= scaling.maxReplicas
    ? []
    : [
        {
          path: "phase",
          message:
            `${phase} of the requests are ${canary} of ${stable + canary} pods, and the autoscaler may have ${scaling.maxReplicas} ` +
            `beside them; start with a larger share, raise maxReplicas, or let requests in by weight.`,
        },
      ];
}
