import { BURN_RATES, errorBudgetOf } from "../infra/observability/objectives";
import { errorRatio, latencyQuantile, type PodLabel, requestRate, type Window } from "../infra/observability/signals";
import { definitionOf, type ServiceName } from "../infra/system";

/** What a version is judged over: the shortest time in which four scrapes are. */
export const GATE_WINDOW = "1m" satisfies Window;
export const GATE_SECONDS = 60;

/** Requests in that time from which on a share of them says something: of 20, one is the slowest 5 %. */
export const FEWEST_REQUESTS = 20;

/** A bound on one signal of a version's pods. */
export interface Gate {
  readonly signal: "errors" | "latency";
  /** PromQL, with one series for each slot and version. */
  readonly expr: string;
  /** The most that lets a release go on: a share of 1, or seconds. */
  readonly most: number;
}

export interface Gates {
  /** Requests per second, as PromQL with one series for each slot and version. */
  readonly requests: string;
  readonly gates: readonly Gate[];
  /** The share of requests that the latency is about: 0.95. */
  readonly share: number;
}

const BY: readonly PodLabel[] = ["slot", "version"];

/**
 * What the pods of a new version have to keep to, by what the service promises in its own file: its errors may not use up
 * the error budget as fast as would wake somebody, and its promised share of answers is in time.
 */
export function gatesOf(service: ServiceName): Gates {
  const objectives = definitionOf(service).objectives;
  const { share, withinSeconds } = objectives.latency;
  const [{ factor }] = BURN_RATES.fast;
  return {
    requests: requestRate(service, GATE_WINDOW, BY),
    gates: [
      {
        signal: "errors",
        expr: errorRatio(service, GATE_WINDOW, BY),
        most: Number((errorBudgetOf(objectives, "availability") * factor).toFixed(6)),
      },
      { signal: "latency", expr: latencyQuantile(service, share, GATE_WINDOW, BY), most: withinSeconds },
    ],
    share,
  };
}
