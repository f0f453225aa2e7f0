import { describe, expect, it } from "vitest";
import type { PastRun } from "../../engine/pulumi/past-runs";
import type { ServiceRelease } from "../../release/service-release";
import { changesOf } from "./changes";
import { CANARY } from "./testing/observation";

function run(frontend: ServiceRelease, change: Partial<PastRun> = {}): PastRun {
  const config = { "thoughts:release": { services: { frontend } } };
  return { kind: "update", endedAt: new Date(0), succeeded: true, changes: { update: 3 }, config, ...change };
}

/** What the second of two runs has changed. */
function versionsOf(before: ServiceRelease, after: ServiceRelease): readonly string[] {
  return changesOf([run(after), run(before)], 1)[0]?.versions ?? [];
}

describe("what a run has changed", () => {
  it.each<[string, ServiceRelease, ServiceRelease, readonly string[]]>([
    ["another version", { tag: "v3.7" }, { tag: "v3.8", cause: "faster" }, ["frontend v3.7 → v3.8 (faster)"]],
    ["a step of a release", { tag: "v3.7" }, CANARY, ["frontend v3.7 → v3.8, 50% (search is new)"]],
    ["a release taken back", CANARY, { tag: "v3.7" }, ["frontend back to v3.7, without v3.8"]],
    ["nothing of a version", CANARY, CANARY, []],
  ])("is told: %s", (_, before, after, told) => {
    expect(versionsOf(before, after)).toEqual(told);
  });

  it("is every version, for the first run that is known", () => {
    expect(changesOf([run({ tag: "v3.7" }, { changes: { create: 117 } })], 8)).toEqual([
      { at: new Date(0), succeeded: true, versions: ["frontend v3.7"], resources: "117 create" },
    ]);
  });

  it("is counted by operation, and named if it was no update", () => {
    const text = (change: Partial<PastRun>) => changesOf([run({ tag: "v3.7" }, change)], 1)[0]?.resources;
    expect(text({ changes: { create: 2, update: 3 } })).toBe("2 create, 3 update");
    expect(text({ changes: {} })).toBe("nothing changed");
    expect(text({ kind: "refresh", changes: { update: 1 } })).toBe("refresh: 1 update");
  });

  it("says nothing of versions that the program of that time did not name", () => {
    const empty = run({ tag: "v3.7" }, { config: {} });
    expect(changesOf([empty, empty], 2).map(({ versions }) => versions)).toEqual([[], []]);
  });
});
