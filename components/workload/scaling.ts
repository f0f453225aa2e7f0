import type { types } from "@pulumi/kubernetes";
import { type Problem, under } from "../base/problems";
import { SCALING_BEHAVIOR } from "./scaling-behavior";

/** What an autoscaler holds the pods at, as an average over them. */
export type ScalingTarget =
  /** CPU, in whole percent of the pods' CPU requests. */
  | { readonly kind: "cpu"; readonly utilization: number }
  /** Memory, in whole percent of the pods' memory requests. */
  | { readonly kind: "memory"; readonly utilization: number }
  /** A metric of the pods' own, which an adapter serves as custom.metrics.k8s.io. */
  | { readonly kind: "pods"; readonly metric: string; readonly average: number };

/** Lets a controller in the cluster choose the number of pods, within bounds. */
export interface Autoscaled {
  readonly kind: "hpa";
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** One or more; the one that asks for the most pods wins. */
  readonly targets: readonly ScalingTarget[];
}

/**
 * Who decides how many pods there are: the Deployment itself, or an autoscaler. From one with a choice to a fixed number goes
 * by one without: it works until it is deleted, and what is not in the program any more is deleted last.
 */
export type Scaling = { readonly kind: "fixed"; readonly replicas: number } | Autoscaled;

/** The fewest pods there can be, a rollout's missing ones not counted. */
export function leastReplicas(scaling: Scaling): number {
  return scaling.kind === "fixed" ? scaling.replicas : scaling.minReplicas;
}

/** The most pods there can be, a rollout's extra ones not counted. */
export function mostReplicas(scaling: Scaling): number {
  return scaling.kind === "fixed" ? scaling.replicas : scaling.maxReplicas;
}

/** The same owner of the number, who is left no choice of it. */
export function pinned(scaling: Scaling, pods: number): Scaling {
  return scaling.kind === "fixed"
    ? { ...scaling, replicas: pods }
    : { ...scaling, minReplicas: pods, maxReplicas: pods };
}

/** Whether an autoscaler moves the number: one whose bounds are the same has no choice. */
export function isMoving(scaling: Scaling): boolean {
  return scaling.kind === "hpa" && scaling.minReplicas < scaling.maxReplicas;
}

function checkCount(path: string, count: number, least: number): readonly Problem[] {
  return Number.isInteger(count) && count >= least
    ? []
    : [{ path, message: `${count} is no number of pods; use a whole number from ${least}.` }];
}

export function checkScaling(scaling: Scaling): readonly Problem[] {
  switch (scaling.kind) {
    case "fixed":
      return checkCount("replicas", scaling.replicas, 0);
    case "hpa": {
      const { minReplicas, maxReplicas, targets } = scaling;
      const problems = [...checkCount("minReplicas", minReplicas, 1), ...checkCount("maxReplicas", maxReplicas, 1)];
      if (minReplicas > maxReplicas) {
        problems.push({
          path: "minReplicas",
          message: `${minReplicas} is more than maxReplicas (${maxReplicas}); lower min or raise max.`,
        });
      }
      return [...problems, ...checkTargets(targets)];
    }
    default:
      return scaling satisfies never;
  }
}

function checkTargets(targets: readonly ScalingTarget[]): readonly Problem[] {
  if (targets.length === 0) {
    return [{ path: "targets", message: "there is none, so nothing would ever scale; name one such as cpu." }];
  }
  return targets.flatMap((target) => under(`targets.${target.kind}`, checkTarget(target)));
}

function checkTarget(target: ScalingTarget): readonly Problem[] {
  switch (target.kind) {
    case "cpu":
    case "memory":
      return Number.isInteger(target.utilization) && target.utilization >= 1
        ? []
        : [
            {
              path: "utilization",
              message: `${target.utilization} is no target; use a whole percentage of the request from 1, such as 60.`,
            },
          ];
    case "pods":
      return Number.isInteger(target.average) && target.average >= 1
        ? []
        : [
            {
              path: "average",
              message: `${target.average} is no target; use a whole number from 1 of ${target.metric}.`,
            },
          ];
    default:
      return target satisfies never;
  }
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
export function renderAutoscaler(
  deployment: string,
  { minReplicas, maxReplicas, targets }: Autoscaled,
): types.input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas,
    maxReplicas,
    metrics: targets.map(renderTarget),
    behavior: SCALING_BEHAVIOR,
  };
}

function renderTarget(target: ScalingTarget): types.input.autoscaling.v2.MetricSpec {
  switch (target.kind) {
    case "cpu":
    case "memory": {
      const { kind: name, utilization: averageUtilization } = target;
      return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } };
    }
    case "pods":
      return {
        type: "Pods",
        pods: {
          metric: { name: target.metric },
          target: { type: "AverageValue", averageValue: String(target.average) },
        },
      };
    default:
      return target satisfies never;
  }
}

/**
 * The replicas an autoscaler asks for: `ceil(pods * now / target)`, within its bounds.
 * @param now what is measured, in the unit of the target
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function desiredReplicas(
  { minReplicas, maxReplicas }: Pick<Autoscaled, "minReplicas" | "maxReplicas">,
  target: ScalingTarget,
  pods: number,
  now: number,
): number {
  const wanted = Math.ceil((pods * now) / (target.kind === "pods" ? target.average : target.utilization));
  return Math.min(maxReplicas, Math.max(minReplicas, wanted));
}
