import { describe, expect, it } from "vitest";
import type { Placement } from "../components/balancer/plan";
import { PLAN } from "../components/balancer/testing/example";
import { backTraffic, countedSince, holdTraffic, nextTraffic, type ServerReading, type Standing } from "./traffic-move";

const SINCE = "2026-11-30T08:00:00.000Z";
const after = (seconds: number) => new Date(Date.parse(SINCE) + seconds * 1_000);
const standing: Standing = { stage: "tenth", since: SINCE, counted: { a: { requests: 1_000, errors: 50 } } };
const ready = (weight: number): Placement => ({ state: "ready", weight });

const server = (placement: Placement, changes: Partial<ServerReading> = {}): ServerReading => ({
  healthy: true,
  placement,
  sessions: 0,
  requests: 0,
  errors: 0,
  milliseconds: 20,
  ...changes,
});
const readings = (changes: Partial<ServerReading> = {}, old: Partial<ServerReading> = {}) => ({
  a: { old: server(ready(90), old), new: server(ready(10), { requests: 1_200, errors: 51, ...changes }) },
});
const next = (changes: Partial<ServerReading> = {}, seconds = 600) =>
  nextTraffic(PLAN, standing, readings(changes), after(seconds));

describe("the next stage", () => {
  it("begins when the soak is over and the gate is open", () => {
    expect(next()).toEqual({ kind: "move", to: { stage: "half" } });
  });

  it.each<[Partial<ServerReading>, number, string]>([
    [{}, 599, "1 s of its soak of 600 s are left"],
    [{ requests: 1_099, errors: 50 }, 600, "the new server has had 99 requests, and 100 are needed to judge it"],
    [{ errors: 53 }, 600, "1.5 % of 200 requests failed, and 1 % are allowed"],
    [{ milliseconds: 501 }, 600, "answers take 501 ms, and 500 ms are allowed"],
    [{ healthy: false }, 600, "aws fails the checks of a"],
    [{ placement: ready(50) }, 600, "a does something else than tenth"],
  ])("does not begin with %j after %d s", (changes, seconds, reason) => {
    expect(next(changes, seconds)).toEqual({
      kind: "refused",
      reason: expect.stringMatching(
        new RegExp(`^half can't begin yet: ${reason}.*Traffic stays at tenth\\.$`),
      ) as string,
    });
  });

  it("is none after the last one", () => {
    expect(nextTraffic(PLAN, { ...standing, stage: "all" }, readings(), after(0)).kind).toBe("refused");
  });
});

describe("the way back", () => {
  it.each([
    ["tenth", "start"],
    ["half", "tenth"],
    ["all", "start"],
  ])("of %s leads to %s at once, however the new server does", (stage, to) => {
    const sick = readings({ healthy: false, errors: 1_000 });
    expect(backTraffic(PLAN, { ...standing, stage }, sick)).toEqual({ kind: "move", to: { stage: to } });
  });

  it("does not lead to a server that is down", () => {
    expect(backTraffic(PLAN, standing, readings({}, { healthy: false })).kind).toBe("refused");
  });
});

describe("a server", () => {
  it("is taken out only if the other one has a share, and is up", () => {
    const hold = { side: "new", state: "maint" } as const;
    expect(holdTraffic(PLAN, standing, hold, readings(), after(0))).toEqual({
      kind: "move",
      to: { stage: "tenth", hold },
    });
    expect(holdTraffic(PLAN, standing, hold, readings({}, { healthy: false }), after(0)).kind).toBe("refused");
    expect(holdTraffic(PLAN, { ...standing, stage: "all" }, hold, readings(), after(0)).kind).toBe("refused");
  });

  it.each([
    ["half", 0, "move"],
    ["all", 3_599, "refused"],
    ["all", 3_600, "move"],
  ])("of the old system is put into maintenance at %s after %d s: %s", (stage, seconds, kind) => {
    const hold = { side: "old", state: "maint" } as const;
    expect(holdTraffic(PLAN, { ...standing, stage }, hold, readings(), after(seconds)).kind).toBe(kind);
  });

  it("that has sessions keeps them for as long as it drains, if clients hold no cookie", () => {
    const plan = { ...PLAN, stickiness: { kind: "none" } } as const;
    const all = { ...standing, stage: "all" };
    const hold = { side: "old", state: "maint" } as const;
    const of = (sessions: number) => holdTraffic(plan, all, hold, readings({}, { sessions }), after(9));
    expect(of(0).kind).toBe("move");
    expect(of(2)).toMatchObject({
      reason: expect.stringContaining("example has 2 sessions, and 3591 s of its drain of 3600 s are left") as string,
    });
  });

  it("that was counted anew, since its balancer was started again, counts from there", () => {
    expect(countedSince(standing, readings({ requests: 30, errors: 1 }))).toEqual({ requests: 30, errors: 1 });
  });
});
