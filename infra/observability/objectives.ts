import type { Problem } from "../../components/base/problems";
import type { Objectives } from "../services/definition";
import type { ServiceName } from "../system";
import { errorRatio, slowRatio, type Window } from "./signals";

export const OBJECTIVES = ["availability", "latency"] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** Two windows: the long one says that it matters, the short one that it goes on. */
export interface BurnRate {
  /** How many times faster than it may the error budget is used up. */
  readonly factor: number;
  readonly long: Window;
  readonly short: Window;
}

/**
 * Fast: 2 % of the error budget in an hour, or 5 % in six. Slow: 10 % in a day, or 10 % in three.
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
export const BURN_RATES = {
  fast: [
    { factor: 14.4, long: "1h", short: "5m" },
    { factor: 6, long: "6h", short: "30m" },
  ],
  slow: [
    { factor: 3, long: "1d", short: "2h" },
    { factor: 1, long: "3d", short: "6h" },
  ],
} as const satisfies Record<string, readonly BurnRate[]>;

/** The windows that burn rates look at, those over which it pays to look less often last. */
export const SHORT_WINDOWS = ["5m", "30m", "1h"] as const satisfies readonly Window[];
export const LONG_WINDOWS = ["2h", "6h", "1d", "3d"] as const satisfies readonly Window[];

/** The share of requests that an objective allows to go wrong. */
export function errorBudgetOf(objectives: Objectives, objective: Objective): number {
  const kept = objective === "availability" ? objectives.availability : objectives.latency.share;
  return Number((1 - kept).toFixed(6));
}

/** The share of requests that went against an objective. */
export function shortfall(app: ServiceName, objectives: Objectives, objective: Objective, window: Window): string {
  switch (objective) {
    case "availability":
      return errorRatio(app, window);
    case "latency":
      return slowRatio(app, objectives.latency.withinSeconds, window);
    default:
      return objective satisfies never;
  }
}

/** Name of the series of {@link shortfall}, with the labels `app` and `objective`. */
export function shortfallSeries(window: Window): string {
  return `app:slo_shortfall:ratio_rate${window}`;
}

/** An error budget so large that it can't be used up fast would never wake anybody. */
export function checkObjectives(objectives: Objectives): readonly Problem[] {
  const largest = Math.max(...BURN_RATES.fast.map(({ factor }) => factor));
  return OBJECTIVES.filter((objective) => {
    const errorBudget = errorBudgetOf(objectives, objective);
    return !(errorBudget > 0 && errorBudget * largest < 1);
  }).map((objective) => ({
    path: objective,
    message: `an error budget of ${errorBudgetOf(objectives, objective)} is none that can be used up ${largest} times too fast; promise a share above ${(1 - 1 / largest).toFixed(3)} and below 1.`,
  }));
}
