import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTokenKeys, type TokenKeys, VERIFIERS } from "../infra/keys/generations";
import { type Keys, type KeyMove, keys as schema, nextKeys, tokenKeysOf, undoKeys } from "./keys";

const LIFETIME = 2 * 24 * 60 * 60;
const START = Date.parse("2026-11-25T09:00:00Z");
const at = (seconds: number) => ({ now: new Date(START + seconds * 1_000) });

function moved(move: KeyMove): Keys {
  if (move.kind === "refused") {
    throw new Error(move.reason);
  }
  return move.to;
}

/** The keys after so many steps forward, with time enough for each. */
function after(count: number): Keys {
  return count === 0 ? schema.parse(undefined) : moved(nextKeys(after(count - 1), at(count * LIFETIME)));
}

describe("the rotation of the keys", () => {
  it("70: takes six steps: verifiers hold old and new before the signer switches, and lose the old one last", () => {
    const table = [0, 1, 2, 3, 4, 5, 6].map((count) => {
      const keys = after(count);
      const { signer, accepted } = tokenKeysOf(keys);
      return [keys.step, signer, accepted["thoughts-backend"].join("+"), accepted.frontend.join("+")];
    });
    expect(table).toEqual([
      [1, 1, "1", "1"],
      [2, 1, "1+2", "1"],
      [3, 1, "1+2", "1+2"],
      [4, 2, "1+2", "1+2"],
      [5, 2, "1+2", "1+2"],
      [6, 2, "2", "2"],
      [1, 2, "2", "2"],
    ]);
  });

  it("70: waits at least two days before the old key goes, and says until when", () => {
    const five = moved(nextKeys(after(3), at(0)));
    expect(nextKeys(five, at(LIFETIME - 1))).toEqual({
      kind: "refused",
      reason: expect.stringContaining("tokens of the old key are accepted until 2026-11-27T09:00:00.000Z") as string,
    });
    expect(moved(nextKeys(five, at(LIFETIME)))).toMatchObject({ step: 6 });
  });

  it("changes the pods of one service in each step up to the switch", () => {
    const changed = [0, 1, 2, 3].map((count) => {
      const [before, next] = [tokenKeysOf(after(count)), tokenKeysOf(after(count + 1))];
      const verifiers = VERIFIERS.filter((name) => String(before.accepted[name]) !== String(next.accepted[name]));
      return [...(before.signer === next.signer ? [] : ["users-backend"]), ...verifiers];
    });
    expect(changed).toEqual([["thoughts-backend"], ["frontend"], ["users-backend"], []]);
  });

  it("71: can be undone step by step, back to where it began", () => {
    let keys = after(5);
    const steps: number[] = [];
    // A step that has to wait is asked for twice: the first time starts the clock.
    for (let turn = 10; keys.step > 1; turn += 1) {
      keys = moved(undoKeys(keys, at(turn * LIFETIME)));
      steps.push(keys.step);
    }
    expect(steps).toEqual([5, 4, 3, 3, 2, 1]);
    expect(keys).toEqual({ generation: 1, step: 1 });
    expect(undoKeys(keys, at(0)).kind).toBe("refused");
  });

  it("71: undone after the switch, keeps the new key with the verifiers until its tokens have expired", () => {
    const back = moved(undoKeys(after(3), at(0)));
    expect(back).toEqual({ generation: 1, step: 3, retired: { key: "new" } });
    const waiting = moved(undoKeys(back, at(10)));
    expect(undoKeys(waiting, at(LIFETIME))).toMatchObject({ kind: "refused" });
    expect(moved(undoKeys(waiting, at(LIFETIME + 10)))).toEqual({ generation: 1, step: 2 });
  });
});

/** One thing that happens: somebody asks for a step, time passes, somebody logs in. */
type Event = "next" | "undo" | "login" | number;

const events = fc.array(
  fc.oneof<fc.MaybeWeightedArbitrary<Event>[]>(
    { weight: 5, arbitrary: fc.constant<Event>("next") },
    { weight: 2, arbitrary: fc.constant<Event>("undo") },
    { weight: 2, arbitrary: fc.constant<Event>("login") },
    { weight: 2, arbitrary: fc.constantFrom<Event>(LIFETIME - 1, LIFETIME) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: LIFETIME }) },
  ),
  { maxLength: 40, size: "max" },
);

/** What is true whatever happens, with each step applied before the next one is asked for. */
function happen(list: readonly Event[]): { readonly refused: readonly string[]; readonly steps: ReadonlySet<number> } {
  let keys = schema.parse(undefined);
  let now = 0;
  let tokens: readonly { readonly generation: number; readonly expires: number }[] = [];
  const refused: string[] = [];
  const steps = new Set<number>([keys.step]);
  const show = (deployed: readonly TokenKeys[]) => {
    for (const { accepted } of deployed) {
      const unknown = tokens.filter(({ expires }) => expires > now);
      for (const verifier of VERIFIERS) {
        const turned = unknown.filter(({ generation }) => !accepted[verifier].includes(generation));
        refused.push(...turned.map(({ generation }) => `${verifier} refuses ${generation} in step ${keys.step}`));
      }
    }
  };
  for (const event of list) {
    if (typeof event === "number") {
      now += event;
    } else if (event === "login") {
      tokens = [...tokens, { generation: tokenKeysOf(keys).signer, expires: now + LIFETIME }];
    } else {
      const move = (event === "next" ? nextKeys : undoKeys)(keys, at(now));
      if (move.kind === "move") {
        const both = [tokenKeysOf(keys), tokenKeysOf(move.to)];
        // While a service's pods are replaced, old ones and new ones sign and verify.
        tokens = [...tokens, ...both.map(({ signer }) => ({ generation: signer, expires: now + LIFETIME }))];
        show(both);
        keys = move.to;
        steps.add(keys.step);
      }
    }
    expect(checkTokenKeys(tokenKeysOf(keys))).toEqual([]);
    show([tokenKeysOf(keys)]);
  }
  return { refused, steps };
}

describe("a user who has logged in", () => {
  it("is never logged out by a rotation, in whatever order people go on, undo, wait and log in", () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(events, (list) => {
        const { refused, steps } = happen(list);
        steps.forEach((step) => seen.add(step));
        expect(refused).toEqual([]);
      }),
      { numRuns: 2_000, seed: 20_261_125 },
    );
    expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("keys that are not where they have to be", () => {
  it("are refused: a signer whose tokens a verifier does not accept", () => {
    const early = { kept: [1, 2], signer: 2, accepted: { "thoughts-backend": [1, 2], frontend: [1] }, position: 4 };
    expect(checkTokenKeys(early)).toEqual([
      { path: "accepted.frontend", message: expect.stringContaining("Give it the new key before") as string },
    ]);
    expect(checkTokenKeys({ ...early, kept: [1], signer: 1 })).toMatchObject([{ path: "kept" }]);
  });
});
