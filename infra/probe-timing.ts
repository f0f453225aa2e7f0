import type { Probe } from "../components/workload/probes";

/** When a probe asks, and how often it may fail. */
export type ProbeTiming = Omit<Probe, "check">;

/** The timing of every service's probes. A definition says what differs for one service. */
export const PROBE_TIMING = {
  // It may ask more often: all it does is to take the pod out of the Service for a while.
  readiness: { periodSeconds: 10 },
  liveness: { periodSeconds: 30 },
} as const satisfies Readonly<Record<string, ProbeTiming>>;
