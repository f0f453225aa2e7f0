import type { EnvironmentStatus, WorkloadStatus } from "../status/environment-status";

export function isWaiting({ state }: WorkloadStatus): boolean {
  return state !== "ready";
}

/** Whether all workloads are ready, in a few words. */
export function readiness({ workloads }: EnvironmentStatus): {
  readonly tone: "good" | "bad";
  readonly headline: string;
} {
  const waiting = workloads.filter(isWaiting).length;
  const all = workloads.length;
  if (waiting === 0) {
    return { tone: "good", headline: all === 1 ? "The workload is ready" : `All ${all} workloads are ready` };
  }
  return { tone: "bad", headline: `${waiting} of ${all} workloads ${waiting === 1 ? "is" : "are"} not ready` };
}
