import type { types } from "@pulumi/kubernetes";

/**
 * How fast an autoscaler moves. People wait for pods that are missing, and nobody for one too many: up at once and to
 * twice as many in 15 s, down only after five quiet minutes and a quarter a minute (a single pod if that is less).
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior
 */
export const SCALING_BEHAVIOR: types.input.autoscaling.v2.HorizontalPodAutoscalerBehavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: "Max",
    policies: [
      { type: "Percent", value: 100, periodSeconds: 15 },
      { type: "Pods", value: 4, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: 300,
    selectPolicy: "Max",
    policies: [
      { type: "Percent", value: 25, periodSeconds: 60 },
      { type: "Pods", value: 1, periodSeconds: 60 },
    ],
  },
};
