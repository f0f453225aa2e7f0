import type { types } from "@pulumi/kubernetes";
import type { Labels } from "../base/labels";
import { mostReplicas, type Scaling } from "./scaling";

/**
 * Whether there is a PodDisruptionBudget. A single pod has none: one could only let it go, which happens anyway, or hold
 * its node for ever.
 */
export function hasDisruptionBudget(scaling: Scaling): boolean {
  return mostReplicas(scaling) > 1;
}

/**
 * Lets those who empty nodes (upgrades, scale-downs, people) take away one pod at a time: that is right for any number of
 * pods, and can't forbid all of them.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function renderDisruptionBudget(selector: Labels): types.input.policy.v1.PodDisruptionBudgetSpec {
  return {
    selector: { matchLabels: selector },
    maxUnavailable: 1,
    // A pod that does not get ready protects nobody, and would hold its node for ever.
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  };
}
