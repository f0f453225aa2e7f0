import type { types } from "@pulumi/kubernetes";
import type { Problem } from "../base/problems";

/**
 * How a pod ends without losing a request. When it is to go, it is told to end and taken out of its Service at the same
 * moment, and those in front of it notice some seconds later: until then it has to go on serving.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export interface Shutdown {
  /** Seconds in which it goes on serving, before its processes get SIGTERM. @default 15 */
  readonly drainSeconds?: number;
  /** Seconds in which its processes finish what is in hand, before they are killed. @default 25 */
  readonly finishSeconds?: number;
}

export const SHUTDOWN_DEFAULT = { drainSeconds: 15, finishSeconds: 25 } as const satisfies Shutdown;

export function checkShutdown(shutdown: Shutdown): readonly Problem[] {
  const { drainSeconds, finishSeconds } = { ...SHUTDOWN_DEFAULT, ...shutdown };
  const problems: readonly (readonly [string, number, number])[] = [
    ["drainSeconds", drainSeconds, 0],
    ["finishSeconds", finishSeconds, 1],
  ];
  return problems
    .filter(([, given, least]) => !Number.isInteger(given) || given < least)
    .map(([path, given, least]) => ({
      path,
      message: `${given} is no time to end in; use whole seconds from ${least}.`,
    }));
}

/** Seconds between the order to end and the kill. */
export function gracePeriod(shutdown: Shutdown): number {
  const { drainSeconds, finishSeconds } = { ...SHUTDOWN_DEFAULT, ...shutdown };
  return drainSeconds + finishSeconds;
}

/** What each container of the pod does before it gets SIGTERM. */
export function renderDrain(shutdown: Shutdown): Pick<types.input.core.v1.Container, "lifecycle"> {
  const { drainSeconds } = { ...SHUTDOWN_DEFAULT, ...shutdown };
  return drainSeconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: drainSeconds } } } };
}
