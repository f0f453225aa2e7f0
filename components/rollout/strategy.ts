import type { types } from "@pulumi/kubernetes";
import type { Problem } from "../base/problems";

/** Pods, or a share of the wanted ones. */
export type PodShare = number | `${number}%`;

/** How pods of a Deployment are replaced a few at a time. */
export interface Rolling {
  readonly kind: "rolling";
  /** Pods that may be missing meanwhile; a share is rounded down. @default "25%" */
  readonly maxUnavailable?: PodShare;
  /** Pods that may be there on top; a share is rounded up. @default "25%" */
  readonly maxSurge?: PodShare;
}

/** How pods of a new version take over from the old ones (docs/system.md#rollout-strategies). */
export type Strategy =
  /** All old pods end first. An outage, for what can't run in two versions at once. */
  | { readonly kind: "recreate" }
  /** Pods are replaced a few at a time, so both versions run side by side for a while. */
  | Rolling
  /** The new version stands ready beside the old one, and all requests move at once, there and back. Twice the pods. */
  | { readonly kind: "blueGreen" }
  /** A few pods of the new version take a share of the requests, which grows step by step. Both versions serve. */
  | {
      readonly kind: "canary";
      /** Shares in whole percent, rising, from 1 to 99. */
      readonly steps: readonly number[];
    };

/** What Kubernetes does when nothing is said. */
export const ROLLING_DEFAULT = { kind: "rolling", maxUnavailable: "25%", maxSurge: "25%" } as const satisfies Strategy;

/** How a Deployment replaces its own pods; two of them side by side do so like any other. */
function replacement(strategy: Strategy): Required<Rolling> | { readonly kind: "recreate" } {
  switch (strategy.kind) {
    case "recreate":
      return strategy;
    case "rolling":
      return { ...ROLLING_DEFAULT, ...strategy };
    case "blueGreen":
    case "canary":
      return ROLLING_DEFAULT;
    default:
      return strategy satisfies never;
  }
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy */
export function renderStrategy(strategy: Strategy): types.input.apps.v1.DeploymentStrategy {
  const { kind, ...rollingUpdate } = replacement(strategy);
  return kind === "recreate" ? { type: "Recreate" } : { type: "RollingUpdate", rollingUpdate };
}

export function checkStrategy(strategy: Strategy): readonly Problem[] {
  switch (strategy.kind) {
    case "recreate":
    case "blueGreen":
      return [];
    case "rolling":
      return isNone(strategy.maxUnavailable) && isNone(strategy.maxSurge)
        ? [
            {
              path: "maxSurge",
              message: "no pod may be missing and none may be extra, so none could be replaced; allow 1.",
            },
          ]
        : [];
    case "canary":
      return checkSteps(strategy.steps);
    default:
      return strategy satisfies never;
  }
}

function isNone(share: PodShare | undefined): boolean {
  return share === 0 || share === "0%";
}

function checkSteps(steps: readonly number[]): readonly Problem[] {
  const shares = steps.every((share) => Number.isInteger(share) && share >= 1 && share <= 99);
  const rising = steps.every((share, index) => share > (steps[index - 1] ?? 0));
  return steps.length > 0 && shares && rising
    ? []
    : [
        {
          path: "steps",
          message: `${JSON.stringify(steps)} are no steps of a canary; use rising whole percentages from 1 to 99 such as [10, 50].`,
        },
      ];
}

/** How many pods there are while one Deployment replaces its own. */
export interface PodBounds {
  /** Pods that serve at every moment. */
  readonly leastAvailable: number;
  /** Pods that exist at most, old and new together. */
  readonly mostPods: number;
}

/**
 * The bounds Kubernetes keeps during a rollout: of a share, unavailable pods are rounded down and extra ones up; if both
 * come to none, one pod may be missing.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function podBounds(strategy: Strategy, replicas: number): PodBounds {
  const way = replacement(strategy);
  if (way.kind === "recreate") {
    return { leastAvailable: 0, mostPods: replicas };
  }
  const missing = podsOf(way.maxUnavailable, replicas, Math.floor);
  const extra = podsOf(way.maxSurge, replicas, Math.ceil);
  return {
    leastAvailable: Math.max(0, replicas - (missing + extra === 0 ? 1 : missing)),
    mostPods: replicas + extra,
  };
}

/** For Kubernetes to say that the deadline is over, and for the Kubernetes plugin to see it. */
const VERDICT_SECONDS = 30;

/**
 * The longest that a rollout can take without missing its progress deadline: each group of pods that is replaced at a time
 * begins the deadline anew. The Kubernetes plugin waits for so long, because it does not end at the deadline itself.
 * @param progressDeadlineSeconds seconds without a new pod getting ready after which a rollout has failed
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds
 */
export function longestRolloutSeconds(strategy: Strategy, replicas: number, progressDeadlineSeconds: number): number {
  const { leastAvailable, mostPods } = podBounds(strategy, replicas);
  const groups = Math.ceil(replicas / Math.max(1, mostPods - leastAvailable));
  return progressDeadlineSeconds * Math.max(1, groups) + VERDICT_SECONDS;
}

function podsOf(share: PodShare, replicas: number, round: (pods: number) => number): number {
  return typeof share === "number" ? share : round((replicas * Number(share.slice(0, -1))) / 100);
}
