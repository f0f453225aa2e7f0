import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frontOf } from "../ingress/exposure";
import { checkShutdown, renderDrain, type Shutdown, shutdownTimes, shutdownTimeline } from "./shutdown";

const inside = frontOf({ kind: "internal" });
const alb = frontOf({ kind: "alb", host: "api.example", ingressClassName: "alb" });

function problemsOf(shutdown: Shutdown, front = inside): readonly string[] {
  return checkShutdown(shutdownTimes(shutdown, front)).map(({ path, message }) => `${path}: ${message}`);
}

describe("a pod's end", () => {
  it("leaves time to serve and time to finish, without anybody having asked for it", () => {
    const times = shutdownTimes({}, inside);
    expect(renderDrain(times)).toEqual({ lifecycle: { preStop: { sleep: { seconds: 15 } } } });
    expect(times.gracePeriodSeconds).toBe(40);
  });

  it("gives the processes all of their time after the drain", () => {
    expect(shutdownTimes({ drainSeconds: 60 }, inside).gracePeriodSeconds).toBe(85);
    expect(shutdownTimes({ drainSeconds: 60, finishSeconds: 1 }, inside).gracePeriodSeconds).toBe(61);
  });

  it("takes longer behind a load balancer, which notices later", () => {
    expect(shutdownTimes({}, alb)).toMatchObject({ drainSeconds: 30, gracePeriodSeconds: 55 });
  });

  it("is at once where that is asked for", () => {
    expect(renderDrain(shutdownTimes({ drainSeconds: 0 }, inside))).toEqual({});
  });

  it("is printed as a timeline", () => {
    expect(shutdownTimeline(shutdownTimes({ keepAliveSeconds: 72 }, alb))).toEqual([
      "  0 s  told to end, and taken out of its Service; it serves on",
      " 25 s  the last of those in front of it has noticed",
      " 30 s  SIGTERM: it takes no new connection, and finishes what is in hand",
      " 30 s  the load balancer gives up what has not ended",
      " 50 s  its longest request has ended",
      " 55 s  whatever still runs is killed",
    ]);
  });

  it.each([
    [{ drainSeconds: -1 }, "drainSeconds: -1 is no time to end in; use whole seconds from 0."],
    [{ drainSeconds: 1.5 }, "drainSeconds: 1.5 is no time to end in; use whole seconds from 0."],
    [{ finishSeconds: 0 }, "finishSeconds: 0 is no time to end in; use whole seconds from 1."],
    [
      { drainSeconds: 4 },
      "drainSeconds: 4 s are over before the last request has come in, up to 5 s after the order to end; use 5 or more.",
    ],
    [
      { longestRequestSeconds: 25 },
      "finishSeconds: 25 s are over before the longest request (25 s) has ended, which is then killed; use more than 25, " +
        "or shorten the request.",
    ],
  ])("%j is refused", (shutdown, problem) => {
    expect(problemsOf(shutdown)).toEqual([problem]);
  });

  it("is refused behind a load balancer that outlives the pod or its connections", () => {
    expect(
      problemsOf({ drainSeconds: 25, finishSeconds: 4, longestRequestSeconds: 3, keepAliveSeconds: 60 }, alb),
    ).toEqual([
      "drainSeconds: the pod is killed after 29 s, and the load balancer lets requests to it go on for 30 s; raise " +
        "drainSeconds or finishSeconds until they sum up to 30.",
      "keepAliveSeconds: 60 s is too short: the load balancer keeps an idle connection for 60 s, and answers 502 if the " +
        "server closes it first. Write what the server is set to, which must be more than 60.",
    ]);
    expect(problemsOf({}, alb)).toEqual([expect.stringMatching(/^keepAliveSeconds: it is missing: /)]);
    expect(problemsOf({ keepAliveSeconds: 61 }, alb)).toEqual([]);
  });

  it("is refused behind a load balancer whose patience its longest request does not fit", () => {
    const long = { drainSeconds: 30, finishSeconds: 70, keepAliveSeconds: 72 };
    expect(problemsOf({ ...long, longestRequestSeconds: 30 }, alb)).toEqual([]);
    expect(problemsOf({ ...long, longestRequestSeconds: 31 }, alb)).toEqual([
      "longestRequestSeconds: 31 s are longer than the load balancer lets a request to a pod go on that is taken out (30 s), " +
        "so it is cut off on every rollout; shorten the request to 30 or less.",
    ]);
    expect(problemsOf({ ...long, longestRequestSeconds: 60 }, alb)).toEqual([
      expect.stringContaining("60 s are longer"),
      "longestRequestSeconds: the load balancer answers 504 if a pod is silent for 60 s, and its longest request takes 60 s; " +
        "shorten the request to less than 60.",
    ]);
    expect(problemsOf({ ...long, longestRequestSeconds: 60 })).toEqual([]);
  });

  it("that passes has its moments in the order that loses nothing", () => {
    const seconds = fc.integer({ min: 0, max: 120 });
    const shutdowns = fc.record({
      drainSeconds: seconds,
      finishSeconds: seconds,
      longestRequestSeconds: seconds,
      keepAliveSeconds: seconds,
    });
    fc.assert(
      fc.property(shutdowns, fc.constantFrom(inside, alb), (shutdown, front) => {
        fc.pre(problemsOf(shutdown, front).length === 0);
        const noticed = front.noticesSeconds;
        const ended = shutdown.drainSeconds + shutdown.longestRequestSeconds;
        const killed = shutdown.drainSeconds + shutdown.finishSeconds;
        expect(noticed).toBeLessThanOrEqual(shutdown.drainSeconds);
        expect(ended).toBeLessThan(killed);
        expect(front.deregistrationSeconds ?? 0).toBeLessThanOrEqual(killed);
        expect(front.idleTimeoutSeconds ?? -1).toBeLessThan(shutdown.keepAliveSeconds);
      }),
    );
  });
});
