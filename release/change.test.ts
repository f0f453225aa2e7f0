import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Change, changed, revisionOf } from "./change";
import type { ServiceRelease } from "./service-release";

const FRONTEND = { service: "frontend", stack: "local" } as const;

const START: Change = { kind: "start", next: { tag: "v2" }, cause: "faster search" };
const by = (strategy: ServiceRelease["strategy"]): Change => ({ ...START, strategy });
const CANARY = { kind: "canary", steps: [10, 50] } satisfies ServiceRelease["strategy"];

function after(release: ServiceRelease, ...changes: readonly Change[]): ServiceRelease {
  return changes.reduce((now, change) => changedOnce(now, change), release);
}

function changedOnce(before: ServiceRelease, change: Change): ServiceRelease {
  const result = changed(FRONTEND, before, change);
  if (result.kind === "refused") {
    throw new Error(result.reason);
  }
  return result.release;
}

const run = (...changes: readonly Change[]) => after({ tag: "v1" }, ...changes);

describe("a release", () => {
  it("starts in the first phase of its strategy, which is the service's own unless said otherwise", () => {
    expect(run(START)).toEqual({
      tag: "v1",
      rollout: { phase: "replaced", next: { tag: "v2" }, cause: "faster search" },
    });
    expect(run(by({ kind: "blueGreen" })).rollout?.phase).toBe("preview");
    expect(run(by(CANARY))).toMatchObject({ strategy: CANARY, rollout: { phase: "10%" } });
  });

  it("is not to a version that lacks the v which the running one has", () => {
    const start: Change = { ...START, next: { tag: "2.0" } };
    expect(() => run(start)).toThrow('"2.0" is no version of frontend, which runs "v1"; write "v2.0".');
    expect(after({ tag: "1.9" }, start).rollout?.next.tag).toBe("2.0");
  });

  it("that is refused names commands for its own stack", () => {
    const result = changed({ ...FRONTEND, stack: "staging" }, { tag: "v1" }, { kind: "advance" });
    expect(result).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("npx thoughts release start frontend VERSION --cause WHY -s staging") as string,
    });
  });

  it("goes through every phase, and only then becomes the service's own", () => {
    const canary = run(by(CANARY));
    expect(() => after(canary, { kind: "finish" })).toThrow(
      "frontend is at step 10%, and 50% comes before the end. Go on: npx thoughts release advance frontend",
    );
    const last = after(canary, { kind: "advance" });
    expect(() => after(last, { kind: "advance" })).toThrow(
      "frontend is at its last step, 50%. Make v2 its own: npx thoughts release finish frontend",
    );
    expect(after(last, { kind: "finish" })).toEqual({
      tag: "v2",
      cause: "faster search",
      revision: 2,
      strategy: CANARY,
      history: [{ revision: 1, tag: "v1" }],
    });
  });

  it("by blue-green takes turns with its slots", () => {
    const all: readonly Change[] = [by({ kind: "blueGreen" }), { kind: "advance" }, { kind: "finish" }];
    expect(run(...all).slot).toBe("green");
    expect(run(...all, { ...START, next: { tag: "v3" } }, { kind: "advance" }, { kind: "finish" }).slot).toBe("blue");
  });

  it("78: is switched back while the old pods are there, and refused afterwards with the other way", () => {
    const switched = run(by({ kind: "blueGreen" }), { kind: "advance" });
    expect(after(switched, { kind: "abort" })).toEqual({ tag: "v1", strategy: { kind: "blueGreen" } });
    expect(() => after(switched, { kind: "finish" }, { kind: "abort" })).toThrow(
      "no change of frontend is under way to abort; it runs v2. The pods of v1 (revision 1) are gone, so nothing can be " +
        "switched back to them; bring that version back as a new revision: npx thoughts release rollback frontend --cause WHY",
    );
  });

  it("81: of revisions 1, 2 and 3 goes back to 1 by a fourth, with why", () => {
    const third = after(
      { tag: "0.3", digest: "sha256:3" },
      { kind: "start", next: { tag: "0.5" }, cause: "bigger" },
      { kind: "finish" },
      { kind: "start", next: { tag: "0.4" }, cause: "smaller" },
      { kind: "finish" },
    );
    expect(after(third, { kind: "rollback", to: 1, cause: "as it was" })).toEqual({
      tag: "0.3",
      digest: "sha256:3",
      cause: "as it was",
      revision: 4,
      history: [
        { revision: 1, tag: "0.3", digest: "sha256:3" },
        { revision: 2, tag: "0.5", cause: "bigger" },
        { revision: 3, tag: "0.4", cause: "smaller" },
      ],
    });
    expect(after(third, { kind: "rollback", cause: "why" }).tag).toBe("0.5");
  });

  it.each<[string, readonly Change[], string]>([
    ["two changes at once", [START, START], "frontend is changing to v2 already (step replaced). Take that back first"],
    ["a rollback in the midst of a change", [START, { kind: "rollback", cause: "why" }], "release abort frontend"],
    ["what runs already", [{ ...START, next: { tag: "v1" } }], "v1 runs already"],
    ["to go on with nothing", [{ kind: "advance" }], "Start one: npx thoughts release start frontend VERSION"],
    ["to go back to nothing", [{ kind: "rollback", cause: "why" }], "has no earlier revision than v1 to go back to"],
    [
      "to go back to what is not known",
      [START, { kind: "finish" }, { kind: "rollback", to: 7, cause: "why" }],
      "frontend has no earlier revision 7; there are 1 (v1). Any version can be brought in",
    ],
    [
      "two versions at once that can't share their data",
      [{ ...START, next: { tag: "v2", coexists: false } }],
      "Use the strategy recreate, which has an outage",
    ],
  ])("refuses %s", (_, changes, reason) => {
    expect(() => run(...changes)).toThrow(reason);
  });

  it("numbers every revision once, keeps the newest ten, and always has a way back", () => {
    const change = fc.oneof(
      fc.record({
        kind: fc.constant("start" as const),
        next: fc.record({ tag: fc.constantFrom("v1", "v2", "v3") }),
        cause: fc.constant("why"),
        strategy: fc.constantFrom(undefined, { kind: "blueGreen" as const }, CANARY),
      }),
      fc.constantFrom<Change>({ kind: "advance" }, { kind: "finish" }, { kind: "abort" }),
      fc.record({
        kind: fc.constant("rollback" as const),
        to: fc.integer({ min: 1, max: 20 }),
        cause: fc.constant("y"),
      }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
        let now: ServiceRelease = { tag: "v1" };
        for (const one of changes) {
          const before = now;
          const result = changed(FRONTEND, before, one);
          if (result.kind === "refused") {
            continue;
          }
          now = result.release;
          const numbers = [...(now.history ?? []).map(({ revision }) => revision), revisionOf(now)];
          expect(numbers).toEqual(numbers.map((_, index) => revisionOf(now) - numbers.length + 1 + index));
          expect(numbers.length).toBeLessThanOrEqual(11);
          if (now.rollout !== undefined) {
            const { tag, slot } = after(now, { kind: "abort" });
            expect([tag, slot]).toEqual([before.tag, before.slot]);
          } else if (now.tag !== before.tag) {
            expect(after(now, { kind: "rollback", cause: "back" }).tag).toBe(before.tag);
          }
        }
      }),
    );
  });
});
