import type { types } from "@pulumi/kubernetes";
import { type Problem, under } from "../base/problems";

/** At most so many pods, or percent of those there are, in a period. */
export interface ScalingStep {
  readonly kind: "pods" | "percent";
  readonly value: number;
  /** From 1 to 1,800. */
  readonly periodSeconds: number;
}

/** How fast an autoscaler moves in one direction. */
export interface ScalingPace {
  /** Seconds for which a wish is remembered: the most cautious one of them counts. From 0 to 3,600. */
  readonly stabilizationWindowSeconds: number;
  /** The step that moves furthest counts. */
  readonly steps: readonly ScalingStep[];
}

/**
 * How fast an autoscaler moves. People wait for pods that are missing, and nobody for one too many: up at once and to
 * twice as many in 15 s, down only after five quiet minutes and a quarter a minute (a single pod if that is less).
 */
export interface ScalingBehavior {
  /** @default - at once; twice as many, or four more, in 15 s */
  readonly scaleUp?: ScalingPace;
  /** @default - after 300 s; a quarter, or one pod, in 60 s */
  readonly scaleDown?: ScalingPace;
}

const FAST: ScalingPace = {
  stabilizationWindowSeconds: 0,
  steps: [
    { kind: "percent", value: 100, periodSeconds: 15 },
    { kind: "pods", value: 4, periodSeconds: 15 },
  ],
};

const SLOW: ScalingPace = {
  stabilizationWindowSeconds: 300,
  steps: [
    { kind: "percent", value: 25, periodSeconds: 60 },
    { kind: "pods", value: 1, periodSeconds: 60 },
  ],
};

/** The bounds the API server sets: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ */
const LONGEST_WINDOW = 3_600;
const LONGEST_PERIOD = 1_800;

export function checkBehavior({ scaleUp, scaleDown }: ScalingBehavior): readonly Problem[] {
  return [
    ...(scaleUp === undefined ? [] : under("scaleUp", checkPace(scaleUp))),
    ...(scaleDown === undefined ? [] : under("scaleDown", checkPace(scaleDown))),
  ];
}

function checkPace({ stabilizationWindowSeconds: window, steps }: ScalingPace): readonly Problem[] {
  const within = (path: string, given: number, least: number, most: number): readonly Problem[] =>
    Number.isInteger(given) && given >= least && given <= most
      ? []
      : [{ path, message: `${given} is not allowed; use a whole number from ${least} to ${most}.` }];
  return [
    ...within("stabilizationWindowSeconds", window, 0, LONGEST_WINDOW),
    ...(steps.length === 0 ? [{ path: "steps", message: "there is none, so it could never move; name one." }] : []),
    ...steps.flatMap(({ kind, value, periodSeconds }) =>
      under(`steps.${kind}`, [
        ...within("value", value, 1, Number.MAX_SAFE_INTEGER),
        ...within("periodSeconds", periodSeconds, 1, LONGEST_PERIOD),
      ]),
    ),
  ];
}

/** @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior */
export function behaviorOf({
  scaleUp = FAST,
  scaleDown = SLOW,
}: ScalingBehavior = {}): types.input.autoscaling.v2.HorizontalPodAutoscalerBehavior {
  return { scaleUp: renderPace(scaleUp), scaleDown: renderPace(scaleDown) };
}

function renderPace({ stabilizationWindowSeconds, steps }: ScalingPace): types.input.autoscaling.v2.HPAScalingRules {
  return {
    stabilizationWindowSeconds,
    selectPolicy: "Max",
    policies: steps.map(({ kind, value, periodSeconds }) => ({
      type: kind === "pods" ? "Pods" : "Percent",
      value,
      periodSeconds,
    })),
  };
}
