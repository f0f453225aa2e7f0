import type { types } from "@pulumi/kubernetes";
import type { Problem } from "../base/problems";

/**
 * Who decides how many pods there are. One owner only: under `hpa` no `replicas` is written, or every `pulumi up` would
 * undo what the autoscaler did.
 */
export type Scaling =
  | { readonly kind: "fixed"; readonly replicas: number }
  | {
      readonly kind: "hpa";
      readonly minReplicas: number;
      readonly maxReplicas: number;
      /** Average CPU in whole percent of the pods' CPU requests that the autoscaler aims at. */
      readonly targetCpuUtilization: number;
    };

/** The most pods there can be, a rollout's extra ones not counted. */
export function mostReplicas(scaling: Scaling): number {
  switch (scaling.kind) {
    case "fixed":
      return scaling.replicas;
    case "hpa":
      return scaling.maxReplicas;
    default:
      return scaling satisfies never;
  }
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
      const { minReplicas, maxReplicas, targetCpuUtilization } = scaling;
      const problems = [...checkCount("minReplicas", minReplicas, 1), ...checkCount("maxReplicas", maxReplicas, 1)];
      if (minReplicas > maxReplicas) {
        problems.push({
          path: "minReplicas",
          message: `${minReplicas} is more than maxReplicas (${maxReplicas}); lower min or raise max.`,
        });
      }
      if (!Number.isInteger(targetCpuUtilization) || targetCpuUtilization < 1) {
        problems.push({
          path: "targetCpuUtilization",
          message: `${targetCpuUtilization} is no target; use a whole percentage of the CPU request from 1, such as 60.`,
        });
      }
      return problems;
    }
    default:
      return scaling satisfies never;
  }
}

/** The `replicas` to write: none where an autoscaler owns them. */
export function declaredReplicas(scaling: Scaling): number | undefined {
  return scaling.kind === "fixed" ? scaling.replicas : undefined;
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
export function renderAutoscaler(
  deployment: string,
  scaling: Extract<Scaling, { kind: "hpa" }>,
): types.input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: scaling.minReplicas,
    maxReplicas: scaling.maxReplicas,
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: scaling.targetCpuUtilization } },
      },
    ],
  };
}

/**
 * The replicas an autoscaler asks for: `ceil(pods * now / target)`, within its bounds.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function desiredReplicas(
  scaling: Extract<Scaling, { kind: "hpa" }>,
  pods: number,
  cpuUtilization: number,
): number {
  const wanted = Math.ceil((pods * cpuUtilization) / scaling.targetCpuUtilization);
  return Math.min(scaling.maxReplicas, Math.max(scaling.minReplicas, wanted));
}
