import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSets } from "../infra/release-set-check";
import { checkDependencies } from "../infra/services/dependencies";
import { byService, SERVICES, type ServiceName } from "../infra/system";
import { type Change, changed } from "./change";
import { planChange, type Versions, versionsOf } from "./plan";
import type { Services } from "./promotion";
import { released } from "./service-release";
import { membersUnderWay, type SetChange, setChanged } from "./set";

const NOW: Services = {
  "users-backend": { tag: "v2.3" },
  "thoughts-backend": { tag: "v1.6" },
  frontend: { tag: "v3.7" },
};

const start = (versions: Partial<Record<ServiceName, string>>): SetChange => ({
  kind: "start",
  versions: new Map(Object.entries(versions).map(([name, tag]) => [name as ServiceName, { tag }])),
  cause: "search in drafts",
});
const START = start({ frontend: "v3.8", "thoughts-backend": "v1.7" });
const ADVANCE: SetChange = { kind: "advance" };
const FINISH: SetChange = { kind: "finish" };
const ABORT: SetChange = { kind: "abort" };
const ROLLBACK: SetChange = { kind: "rollback", cause: "search is slow" };

function after(services: Services, ...changes: readonly SetChange[]): Services {
  return changes.reduce((now, change) => {
    const result = setChanged("local", now, change);
    if (result.kind === "refused") {
      throw new Error(result.reason);
    }
    return result.services;
  }, services);
}

const run = (...changes: readonly SetChange[]) => after(NOW, ...changes);
const tags = (services: Services) => SERVICES.map((name) => services[name].tag);

/** What a service runs, and where: all that a change which is taken back must leave as it was. */
const whatRuns = (services: Services) =>
  byService((name) => [services[name].tag, services[name].digest, services[name].slot]);

describe("a release set", () => {
  it("86: is started, switched and finished as one, and leaves every other service alone", () => {
    const set = ["thoughts-backend", "frontend"];
    const phases = (services: Services) => set.map((name) => services[name as ServiceName].rollout?.phase);
    expect(phases(run(START))).toEqual(["preview", "preview"]);
    expect(phases(run(START, ADVANCE))).toEqual(["switched", "switched"]);
    const finished = run(START, ADVANCE, FINISH);
    expect(tags(finished)).toEqual(["v2.3", "v1.7", "v3.8"]);
    expect(finished.frontend).toEqual({
      tag: "v3.8",
      cause: "search in drafts",
      set,
      revision: 2,
      slot: "green",
      strategy: { kind: "blueGreen" },
      history: [{ revision: 1, tag: "v3.7" }],
    });
    expect(finished["users-backend"]).toBe(NOW["users-backend"]);
  });

  it("86: is switched back as one, from every step", () => {
    for (const way of [[START], [START, ADVANCE]]) {
      expect(whatRuns(run(...way, ABORT))).toEqual(whatRuns(NOW));
    }
  });

  it("that is finished is taken back by another one, with what ran before it", () => {
    const back = run(START, ADVANCE, FINISH, ROLLBACK);
    expect(back.frontend.rollout).toEqual({
      phase: "preview",
      next: { tag: "v3.7" },
      cause: "search is slow",
      set: ["thoughts-backend", "frontend"],
    });
    expect(tags(after(back, ADVANCE, FINISH))).toEqual(["v2.3", "v1.6", "v3.7"]);
    expect(after(back, ADVANCE, FINISH).frontend).toMatchObject({ revision: 3, slot: "blue" });
  });

  it("is taken back with digests", () => {
    const pinned = { ...NOW, frontend: { tag: "v3.7", digest: `sha256:${"7".repeat(64)}` } };
    expect(after(pinned, START, ADVANCE, FINISH, ROLLBACK).frontend.rollout?.next).toEqual(pinned.frontend);
  });

  it.each<[string, readonly SetChange[], string]>([
    ["one service", [start({ frontend: "v3.8" })], "Release one alone: npx thoughts release start frontend VERSION"],
    ["two sets at once", [START, START], "thoughts-backend and frontend change as a set already"],
    ["what runs already", [start({ frontend: "v3.7", "thoughts-backend": "v1.7" })], "v3.7 runs already"],
    ["to finish before the switch", [START, FINISH], "Go on: npx thoughts release set advance"],
    ["to go past the end", [START, ADVANCE, ADVANCE], "Make v1.7 its own: npx thoughts release set finish"],
    ["to go on with nothing", [ADVANCE], "Start one: npx thoughts release set start SERVICE=VERSION SERVICE=VERSION"],
    ["to abort what is finished", [START, ADVANCE, FINISH, ABORT], "npx thoughts release set rollback --cause WHY"],
    ["to go back to nothing", [ROLLBACK], "no set is the newest change of all its services"],
    ["to go back in the midst of one", [START, ROLLBACK], "Take it back: npx thoughts release set abort"],
  ])("refuses %s", (_, changes, reason) => {
    expect(() => run(...changes)).toThrow(reason);
  });

  it.each<[Change, string]>([
    [{ kind: "advance" }, "npx thoughts release set advance"],
    [{ kind: "finish" }, "npx thoughts release set finish"],
    [{ kind: "abort" }, "npx thoughts release set abort"],
    [{ kind: "start", next: { tag: "v3.9" }, cause: "y" }, "npx thoughts release set abort"],
    [{ kind: "rollback", cause: "y" }, "npx thoughts release set abort"],
  ])("is refused for one member alone, with the line for all of them: %j", (change, line) => {
    const result = changed({ service: "frontend", stack: "staging" }, run(START).frontend, change);
    expect(result).toEqual({ kind: "refused", reason: expect.stringMatching(`${line} -s staging$`) as string });
  });

  it("goes back no more once a member has changed alone, and names the other way", () => {
    const finished = run(START, ADVANCE, FINISH);
    const own: Change[] = [
      { kind: "start", next: { tag: "v3.9" }, cause: "y", strategy: { kind: "rolling" } },
      { kind: "finish" },
    ];
    const frontend = own.reduce((now, change) => {
      const result = changed({ service: "frontend", stack: "local" }, now, change);
      return result.kind === "changed" ? result.release : now;
    }, finished.frontend);
    expect(frontend).toMatchObject({ tag: "v3.9", set: undefined });
    expect(() => after({ ...finished, frontend }, ROLLBACK)).toThrow("npx thoughts release rollback SERVICE");
  });

  it("that somebody broke by hand goes on no more, and can be taken back", () => {
    const broken = { ...run(START), "thoughts-backend": { tag: "v1.6" } };
    expect(() => after(broken, ADVANCE)).toThrow(
      "services.frontend.release.rollout.set: thoughts-backend does not change in this set",
    );
    expect(whatRuns(after(broken, ABORT))).toEqual(whatRuns(NOW));
  });
});

describe("the plan of a set", () => {
  const planned = (before: Services, ...changes: readonly SetChange[]) =>
    planChange(versionsOf(before), versionsOf(after(before, ...changes)));

  it("accepts its members at once, callees first, and callers first on the way back", () => {
    const there = planned(NOW, START);
    expect(there).toMatchObject({ set: ["thoughts-backend", "frontend"], refusals: [] });
    expect(there.steps.map(({ service }) => service)).toEqual(["thoughts-backend", "frontend"]);
    for (const way of [[ABORT], [ADVANCE, ABORT], [ADVANCE, FINISH, ROLLBACK]]) {
      const back = planned(run(START), ...way);
      expect(back).toMatchObject({ set: ["thoughts-backend", "frontend"], refusals: [] });
      expect(back.steps.map(({ service }) => service)).toEqual(["frontend", "thoughts-backend"]);
    }
  });

  it("refuses one whose members do not work with those that leave, in either direction", () => {
    const old = { ...NOW, "thoughts-backend": { tag: "v1.5" } };
    const [refusal] = planned(old, START).refusals;
    expect(refusal).toMatchObject({
      kind: "together",
      message: expect.stringMatching(
        /^in the set of thoughts-backend and frontend: Version v1\.5 is incorrect \(min v1\.6\): it still answers/,
      ) as string,
    });
    const lower = start({ frontend: "v3.6", "thoughts-backend": "v1.5" });
    expect(planned(NOW, lower).refusals[0]?.message).toContain("Version v1.5 is incorrect (min v1.6): frontend v3.6");
  });

  it("refuses another service beside its members, and members that skip the set", () => {
    const other = { ...run(START), "users-backend": { tag: "v2.4" } };
    expect(planChange(versionsOf(NOW), versionsOf(other)).refusals).toMatchObject([{ kind: "order" }]);
    // The mark of a finished set is left in the file, and both tags are edited.
    const edited = byService((name) => ({ ...run(START, ADVANCE, FINISH)[name] }));
    const both = {
      ...edited,
      frontend: { ...edited.frontend, tag: "v3.9" },
      "thoughts-backend": { ...edited["thoughts-backend"], tag: "v1.8" },
    };
    expect(planChange(versionsOf(edited), versionsOf(both)).refusals).toMatchObject([{ kind: "order" }]);
  });
});

describe("a random walk of sets and single releases", () => {
  const version = { "users-backend": "v2.", "thoughts-backend": "v1.", frontend: "v3." } as const;
  const tagOf = (name: ServiceName) => fc.integer({ min: 2, max: 9 }).map((minor) => `${version[name]}${minor}`);
  const starts = fc.record(byService(tagOf), { requiredKeys: [] }).map((versions): SetChange => start(versions));
  /** What runs first may be older than what others need by now: a minimum was raised meanwhile. */
  const begins = fc.oneof(fc.constant(NOW), fc.record(byService((name) => tagOf(name).map((tag) => ({ tag })))));
  const setChanges = fc.oneof(starts, fc.constantFrom<SetChange>(ADVANCE, FINISH, ABORT, ROLLBACK));
  const ownChanges = fc.tuple(
    fc.constantFrom(...SERVICES),
    fc.constantFrom<Change>(
      { kind: "advance" },
      { kind: "finish" },
      { kind: "abort" },
      { kind: "rollback", cause: "y" },
    ),
  );
  const walks = fc.array(fc.oneof({ weight: 4, arbitrary: setChanges }, { weight: 1, arbitrary: ownChanges }), {
    maxLength: 40,
  });

  /** Every mix of old and new versions of the members. */
  function mixes(members: readonly ServiceName[], before: Versions, coming: Versions): readonly Versions[] {
    return members.reduce<readonly Versions[]>(
      (all, name) => all.flatMap((mix) => [mix, { ...mix, [name]: coming[name] }]),
      [before],
    );
  }

  it("keeps all members at one step, works in every mix of versions, and can be taken back at any time", () => {
    let accepted = 0;
    fc.assert(
      fc.property(begins, walks, (begin, walk) => {
        let now = begin;
        let beforeSet = begin;
        for (const step of walk) {
          if (Array.isArray(step)) {
            const [service, change] = step;
            const result = changed({ service, stack: "local" }, now[service], change);
            const isMember = membersUnderWay(now)?.includes(service) ?? false;
            expect([isMember, result.kind]).not.toEqual([true, "changed"]);
            now = result.kind === "changed" ? { ...now, [service]: result.release } : now;
            continue;
          }
          const result = setChanged("local", now, step);
          if (result.kind === "refused") {
            continue;
          }
          const [running, coming] = [versionsOf(now), versionsOf(result.services)];
          if (planChange(running, coming).refusals.length > 0) {
            continue;
          }
          if (step.kind === "start" || step.kind === "rollback") {
            accepted += 1;
            beforeSet = now;
            for (const mix of mixes(result.members, running, coming)) {
              expect(checkDependencies(mix)).toEqual([]);
            }
          }
          now = result.services;
          expect(checkSets(byService((name) => released(now[name])))).toEqual([]);
          if (membersUnderWay(now) !== undefined) {
            expect(whatRuns(after(now, ABORT))).toEqual(whatRuns(beforeSet));
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});
