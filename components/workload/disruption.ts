import type { types } from "@pulumi/kubernetes";
import type { Labels } from "../base/labels";
import type { Problem } from "../base/problems";
import { podBounds, type Strategy } from "../rollout/strategy";
import { leastReplicas, mostReplicas, type Scaling } from "./scaling";

/** How many pods those may take away who empty nodes: upgrades, scale-downs, people. */
export type Disruption =
  /** At most so many at a time. */
  | { readonly kind: "maxUnavailable"; readonly pods: number }
  /** As many as leave so many. */
  | { readonly kind: "minAvailable"; readonly pods: number }
  /** As many as they like. */
  | { readonly kind: "unlimited"; readonly reason: string };

/** One at a time: it is right for any number of pods, and can't forbid all of them. */
export const DISRUPTION_DEFAULT = { kind: "maxUnavailable", pods: 1 } as const satisfies Disruption;

/** How many pods may be taken away at once when there are as few as there can be. */
export interface Slack {
  /** While nothing else goes on. */
  readonly steady: number;
  /** While a rollout has as many pods missing as it may; with none, whoever empties a node waits until it has ended. */
  readonly duringRollout: number;
}

export function slackOf(disruption: Disruption, scaling: Scaling, strategy: Strategy): Slack {
  const least = leastReplicas(scaling);
  const missing = least - podBounds(strategy, least).leastAvailable;
  switch (disruption.kind) {
    case "unlimited":
      return { steady: least, duringRollout: least };
    case "maxUnavailable": {
      const steady = Math.min(disruption.pods, least);
      return { steady, duringRollout: Math.max(0, steady - missing) };
    }
    case "minAvailable": {
      const steady = Math.max(0, least - disruption.pods);
      return { steady, duringRollout: Math.max(0, steady - missing) };
    }
    default:
      return disruption satisfies never;
  }
}

/** A budget that allows nothing makes every upgrade of a node hang. */
export function checkDisruption(disruption: Disruption, scaling: Scaling, strategy: Strategy): readonly Problem[] {
  if (disruption.kind === "unlimited") {
    return [];
  }
  const { kind, pods } = disruption;
  if (!Number.isInteger(pods) || pods < 1) {
    return [{ path: "pods", message: `${pods} is no number of pods; use a whole number from 1.` }];
  }
  const least = leastReplicas(scaling);
  return least < 1 || slackOf(disruption, scaling, strategy).steady > 0
    ? []
    : [
        {
          path: "pods",
          message:
            `${kind} ${pods} with as few as ${least} pods lets none be taken away, so no node that runs one could ever be ` +
            `emptied; use { kind: "maxUnavailable", pods: 1 }, or have more pods.`,
        },
      ];
}

/** A single pod has none: a budget could only let it go, which happens anyway, or hold its node for ever. */
export function hasBudget(
  disruption: Disruption,
  scaling: Scaling,
): disruption is Exclude<Disruption, { kind: "unlimited" }> {
  return disruption.kind !== "unlimited" && mostReplicas(scaling) > 1;
}

/** @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export function renderBudget(
  selector: Labels,
  { kind, pods }: Exclude<Disruption, { kind: "unlimited" }>,
): types.input.policy.v1.PodDisruptionBudgetSpec {
  return {
    selector: { matchLabels: selector },
    [kind]: pods,
    // A pod that does not get ready protects nobody, and would hold its node for ever.
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  };
}
