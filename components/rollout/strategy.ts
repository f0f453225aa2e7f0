import type { types } from "@pulumi/kubernetes";

/** Pods, or a share of the wanted ones. */
export type PodShare = number | `${number}%`;

/** How pods of a new version take over from the old ones (seed-facts section 12). */
export type Strategy =
  /** All old pods end first. An outage, for what can't run in two versions at once. */
  | { readonly kind: "recreate" }
  /** Pods are replaced a few at a time, so both versions run side by side for a while. */
  | { readonly kind: "rolling"; readonly maxUnavailable: PodShare; readonly maxSurge: PodShare };

/** What Kubernetes does when nothing is said. */
export const ROLLING_DEFAULT = { kind: "rolling", maxUnavailable: "25%", maxSurge: "25%" } as const satisfies Strategy;

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy */
export function renderStrategy(strategy: Strategy): types.input.apps.v1.DeploymentStrategy {
  switch (strategy.kind) {
    case "recreate":
      return { type: "Recreate" };
    case "rolling":
      return {
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: strategy.maxUnavailable, maxSurge: strategy.maxSurge },
      };
    default:
      return strategy satisfies never;
  }
}

/** How many pods there are during a rollout. */
export interface PodBounds {
  /** Pods that serve at every moment. */
  readonly leastAvailable: number;
  /** Pods that exist at most, old and new together. */
  readonly mostPods: number;
}

/**
 * The bounds Kubernetes keeps during a rollout: of a share, unavailable pods are rounded down and extra ones up.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function podBounds(strategy: Strategy, replicas: number): PodBounds {
  switch (strategy.kind) {
    case "recreate":
      return { leastAvailable: 0, mostPods: replicas };
    case "rolling":
      return {
        leastAvailable: replicas - podsOf(strategy.maxUnavailable, replicas, Math.floor),
        mostPods: replicas + podsOf(strategy.maxSurge, replicas, Math.ceil),
      };
    default:
      return strategy satisfies never;
  }
}

function podsOf(share: PodShare, replicas: number, round: (pods: number) => number): number {
  return typeof share === "number" ? share : round((replicas * Number(share.slice(0, -1))) / 100);
}
