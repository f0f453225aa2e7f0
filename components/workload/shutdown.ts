import type { types } from "@pulumi/kubernetes";
import type { Problem } from "../base/problems";
import type { Front } from "../ingress/exposure";

/**
 * How a pod ends without losing a request. When it is to go, it is told to end and taken out of its Service at the same
 * moment, and those in front of it notice some seconds later: until then it has to go on serving.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export interface Shutdown {
  /** Seconds in which it goes on serving, before its processes get SIGTERM. @default - 15, or 5 more than those in front of it need */
  readonly drainSeconds?: number;
  /** Seconds in which its processes finish what is in hand, before they are killed. @default 25 */
  readonly finishSeconds?: number;
  /** Seconds that its longest request takes. @default 20 */
  readonly longestRequestSeconds?: number;
  /** Seconds after which its server closes a connection that nobody uses. @default - not known */
  readonly keepAliveSeconds?: number;
}

const LEAST_DRAIN_SECONDS = 15;
const MARGIN_SECONDS = 5;
const DEFAULT = { finishSeconds: 25, longestRequestSeconds: 20 } as const satisfies Shutdown;

/** All times of a pod's end, with what stands in front of it. */
export interface ShutdownTimes extends Required<Omit<Shutdown, "keepAliveSeconds">> {
  readonly keepAliveSeconds: number | undefined;
  readonly front: Front;
  /** Between the order to end and the kill. */
  readonly gracePeriodSeconds: number;
}

export function shutdownTimes(shutdown: Shutdown, front: Front): ShutdownTimes {
  const {
    drainSeconds = Math.max(LEAST_DRAIN_SECONDS, front.noticesSeconds + MARGIN_SECONDS),
    finishSeconds,
    longestRequestSeconds,
    keepAliveSeconds,
  } = { ...DEFAULT, ...shutdown };
  const gracePeriodSeconds = drainSeconds + finishSeconds;
  return { drainSeconds, finishSeconds, longestRequestSeconds, keepAliveSeconds, front, gracePeriodSeconds };
}

/** Whether the times fit each other; each that does not is a request lost on every rollout. */
export function checkShutdown(times: ShutdownTimes): readonly Problem[] {
  const numbers = checkNumbers(times);
  return numbers.length > 0 ? numbers : [...checkPod(times), ...checkFront(times)];
}

function checkNumbers({ drainSeconds, finishSeconds, longestRequestSeconds }: ShutdownTimes): readonly Problem[] {
  const given: readonly (readonly [string, number, number])[] = [
    ["drainSeconds", drainSeconds, 0],
    ["finishSeconds", finishSeconds, 1],
    ["longestRequestSeconds", longestRequestSeconds, 0],
  ];
  return given
    .filter(([, seconds, least]) => !Number.isInteger(seconds) || seconds < least)
    .map(([path, seconds, least]) => ({
      path,
      message: `${seconds} is no time to end in; use whole seconds from ${least}.`,
    }));
}

function checkPod({ drainSeconds, finishSeconds, longestRequestSeconds, front }: ShutdownTimes): readonly Problem[] {
  const problems: Problem[] = [];
  if (drainSeconds < front.noticesSeconds) {
    problems.push({
      path: "drainSeconds",
      message:
        `${drainSeconds} s are over before the last request has come in, up to ${front.noticesSeconds} s after the order ` +
        `to end; use ${front.noticesSeconds} or more.`,
    });
  }
  if (longestRequestSeconds >= finishSeconds) {
    problems.push({
      path: "finishSeconds",
      message:
        `${finishSeconds} s are over before the longest request (${longestRequestSeconds} s) has ended, which is then ` +
        `killed; use more than ${longestRequestSeconds}, or shorten the request.`,
    });
  }
  return problems;
}

function checkFront({
  front,
  gracePeriodSeconds,
  longestRequestSeconds,
  keepAliveSeconds,
}: ShutdownTimes): readonly Problem[] {
  const problems: Problem[] = [];
  const { deregistrationSeconds: deregistration, idleTimeoutSeconds: idle } = front;
  if (deregistration !== undefined && deregistration > gracePeriodSeconds) {
    problems.push({
      path: "drainSeconds",
      message:
        `the pod is killed after ${gracePeriodSeconds} s, and the load balancer lets requests to it go on for ` +
        `${deregistration} s; raise drainSeconds or finishSeconds until they sum up to ${deregistration}.`,
    });
  }
  if (deregistration !== undefined && longestRequestSeconds > deregistration) {
    problems.push({
      path: "longestRequestSeconds",
      message:
        `${longestRequestSeconds} s are longer than the load balancer lets a request to a pod go on that is taken out ` +
        `(${deregistration} s), so it is cut off on every rollout; shorten the request to ${deregistration} or less.`,
    });
  }
  if (idle !== undefined && longestRequestSeconds >= idle) {
    problems.push({
      path: "longestRequestSeconds",
      message:
        `the load balancer answers 504 if a pod is silent for ${idle} s, and its longest request takes ` +
        `${longestRequestSeconds} s; shorten the request to less than ${idle}.`,
    });
  }
  if (idle !== undefined && (keepAliveSeconds ?? 0) <= idle) {
    const given = keepAliveSeconds === undefined ? "it is missing" : `${keepAliveSeconds} s is too short`;
    problems.push({
      path: "keepAliveSeconds",
      message:
        `${given}: the load balancer keeps an idle connection for ${idle} s, and answers 502 if the server closes it ` +
        `first. Write what the server is set to, which must be more than ${idle}.`,
    });
  }
  return problems;
}

/** The times of a pod's end in order, a line each. */
export function shutdownTimeline(times: ShutdownTimes): readonly string[] {
  const { drainSeconds, longestRequestSeconds, gracePeriodSeconds, front } = times;
  const moments: (readonly [seconds: number, what: string])[] = [
    [0, "told to end, and taken out of its Service; it serves on"],
    [front.noticesSeconds, "the last of those in front of it has noticed"],
    [drainSeconds, "SIGTERM: it takes no new connection, and finishes what is in hand"],
    [drainSeconds + longestRequestSeconds, "its longest request has ended"],
    [gracePeriodSeconds, "whatever still runs is killed"],
  ];
  if (front.deregistrationSeconds !== undefined) {
    moments.push([front.deregistrationSeconds, "the load balancer gives up what has not ended"]);
  }
  return moments.sort(([one], [other]) => one - other).map(([at, what]) => `${String(at).padStart(3)} s  ${what}`);
}

/** What each container of the pod does before it gets SIGTERM. */
export function renderDrain({ drainSeconds }: ShutdownTimes): Pick<types.input.core.v1.Container, "lifecycle"> {
  return drainSeconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: drainSeconds } } } };
}
