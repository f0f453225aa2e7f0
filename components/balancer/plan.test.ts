import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemText } from "../base/problems";
import { type Hold, type MigrationPlan, type Placement, placementsAt, positionsOf, type Stage } from "./plan";
import { checkMigrationPlan } from "./plan-check";
import { PLAN, stageOf } from "./testing/example";

type Stages = MigrationPlan["stages"];

const texts = (changes: Partial<MigrationPlan>) => checkMigrationPlan({ ...PLAN, ...changes }).map(problemText);
const withStages = (...stages: Stages) => texts({ stages });

/** Any plan that is right: shares that rise to 100. */
const stages = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 8 }).map((shares) => {
  const rising = [...shares.toSorted((one, other) => one - other), 100];
  return rising.map((share, index) => stageOf(`s${index}`, share)) as readonly Stage[] as Stages;
});

const weightOf = (placement: Placement) => (placement.state === "ready" ? placement.weight : 0);

describe("a plan", () => {
  it("is right with shares that rise to 100 %", () => {
    fc.assert(
      fc.property(stages, (given) => {
        expect(withStages(...given)).toEqual([]);
      }),
    );
  });

  it("begins where all requests go to the old server, so there is always a way back", () => {
    fc.assert(
      fc.property(stages, (given) => {
        const [start, ...rest] = positionsOf({ stages: given });
        expect(start).toEqual({ name: "start", weights: { old: 100, new: 0 } });
        expect(rest.map(({ name }) => name)).toEqual(given.map(({ name }) => name));
      }),
    );
  });

  it("never leaves all weights at zero, and never sends less to the new server than before", () => {
    fc.assert(
      fc.property(stages, (given) => {
        const placed = positionsOf({ stages: given }).map((position) => placementsAt(position));
        const sums = placed.map(({ old, new: next }) => weightOf(old) + weightOf(next));
        const shares = placed.map(({ new: next }) => weightOf(next));
        expect(sums.every((sum) => sum === 100)).toBe(true);
        expect(shares).toEqual(shares.toSorted((one, other) => one - other));
      }),
    );
  });

  it("takes one server out by hand at most", () => {
    const hold: Hold = { side: "old", state: "maint" };
    expect(placementsAt({ weights: { old: 50, new: 50 } }, hold)).toEqual({
      old: { state: "maint" },
      new: { state: "ready", weight: 50 },
    });
  });

  it("drains a server that has no share: it is checked, and keeps its sessions", () => {
    expect(placementsAt({ weights: { old: 0, new: 100 } })).toEqual({
      old: { state: "drain" },
      new: { state: "ready", weight: 100 },
    });
  });

  it("has no way forwards as its way back, and no stickiness without its time", () => {
    // @ts-expect-error a way back is "previous" or "start"
    const forwards: Stage = stageOf("tenth", 10, { back: "half" });
    // @ts-expect-error a cookie holds for a time that somebody chose
    const endless: MigrationPlan = { ...PLAN, stickiness: { kind: "cookie" } };
    // @ts-expect-error a plan has a stage
    const empty: MigrationPlan = { ...PLAN, stages: [] };
    expect([forwards, endless, empty]).toHaveLength(3);
  });
});

describe("a plan is refused", () => {
  it("whose weights do not add up", () => {
    expect(withStages(stageOf("tenth", 10, { weights: { old: 80, new: 10 } }), stageOf("all", 100))).toEqual([
      "stages.0.weights: old 80 and new 10 add up to 90; they are percent and add up to 100. Correct one of them.",
    ]);
  });

  it("whose weights are all zero", () => {
    expect(withStages(stageOf("none", 0, { weights: { old: 0, new: 0 } }), stageOf("all", 100))).toEqual([
      expect.stringContaining("add up to 0; they are percent"),
      expect.stringContaining("0 is not more than the 0 of start"),
    ]);
  });

  it.each([-1, 10.5, 101, NaN])("whose weight is no percentage: %d", (weight) => {
    const [first] = withStages(stageOf("tenth", 10, { weights: { old: 90, new: weight } }), stageOf("all", 100));
    expect(first).toBe(`stages.0.weights.new: ${weight} is not allowed; use a whole number from 0 to 100.`);
  });

  it("whose stages contradict each other: one sends less, one has no name of its own, the last one is not the end", () => {
    expect(withStages(stageOf("half", 50), stageOf("half", 40))).toEqual([
      `stages.1.name: "half" is another stage's name; give each its own.`,
      "stages.1.weights.new: 40 is not more than the 50 of half; each stage sends more to the new server than the one before. " +
        "Raise it, or put the stages in another order.",
      "stages.1.weights.new: the last stage sends 40 % to the new server; a plan ends with 100. Add a stage with old: 0, new: 100.",
    ]);
  });

  it("in any other order of rising stages", () => {
    const disordered = fc
      .tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 }))
      .filter(([one, other]) => one >= other);
    fc.assert(
      fc.property(disordered, ([one, other]) => {
        expect(withStages(stageOf("a", one), stageOf("b", other), stageOf("c", 100))).toHaveLength(1);
      }),
    );
  });

  it("whose stage is called like the start, or whose gate lets everything through", () => {
    const gate = { leastRequests: 0, mostErrorsPercent: 100, mostMilliseconds: 0 };
    expect(withStages(stageOf("start", 100, { gate, soakSeconds: -1 }))).toEqual([
      `stages.0.name: "start" is where every plan begins; give the stage another name, such as tenth.`,
      "stages.0.soakSeconds: -1 is not allowed; use a whole number from 0 to 604800.",
      "stages.0.gate.leastRequests: 0 is not allowed; use a whole number from 1 to 1000000000.",
      "stages.0.gate.mostErrorsPercent: 100 is no bound; use a number from 0 to below 100, such as 1.",
      "stages.0.gate.mostMilliseconds: 0 is not allowed; use a whole number from 1 to 600000.",
    ]);
  });

  it("that would cut off clients which hold a cookie", () => {
    expect(texts({ drainSeconds: 60 })).toEqual([
      "drainSeconds: 60 is shorter than stickiness.seconds (3600), so clients that hold a cookie would be cut off; " +
        "use 3600 or more, or lower stickiness.seconds.",
    ]);
    expect(texts({ drainSeconds: 60, stickiness: { kind: "source" } })).toEqual([]);
  });

  it("whose servers are the same one", () => {
    expect(texts({ servers: { old: PLAN.servers.old, new: PLAN.servers.old } })).toEqual([
      `servers.new.name: "example" is the old server's name too; give each server its own name.`,
      "servers.new.address: 10.0.0.7:80 is where the old server answers too; name the address of the new system.",
    ]);
  });

  it.each(["health", "/a b", '/"', "/#", "/a\nserver evil 10.0.0.9:80"])(
    "whose check would be more than one word of a configuration: %j",
    (path) => {
      expect(texts({ check: { path } })).toEqual([expect.stringContaining("check.path: ")]);
    },
  );

  it.each<[Partial<MigrationPlan>, string]>([
    [{ name: "A plan" }, "name: "],
    [{ host: "www.example.com\nevil" }, "host: "],
    [{ check: { path: "/", status: 500 } }, "check.status: 500"],
    [{ check: { path: "/", intervalSeconds: 0 } }, "check.intervalSeconds: 0"],
    [{ stickiness: { kind: "cookie", seconds: 604_801 } }, "stickiness.seconds: 604801"],
    [{ drainSeconds: 0, stickiness: { kind: "none" } }, "drainSeconds: 0"],
    [{ servers: { ...PLAN.servers, new: { ...PLAN.servers.new, port: 0 } } }, "servers.new.port: 0"],
    [{ servers: { ...PLAN.servers, new: { ...PLAN.servers.new, address: "a b" } } }, "servers.new.address: "],
  ])("with %j", (changes, problem) => {
    expect(texts(changes)).toEqual([expect.stringContaining(problem)]);
  });
});
