import { z } from "zod";
import { SIGNER, TOKEN_LIFETIME_SECONDS, type TokenKeys, type Verifier, VERIFIERS } from "../infra/keys/generations";
import { definitionOf, recordOf } from "../infra/system";
import { type Refusal, refused } from "./refusal";

/**
 * The rotation of the key pair that signs tokens, in six steps (docs/system.md#key-rotation). It is what a stack's file says
 * under `thoughts:release.keys`, written by `npx thoughts keys`.
 */

/** What each step is, by its number; a step holds from when it was applied. */
export const KEY_STEPS = [
  "one key pair; verifiers can hold several public keys",
  accepting(verifiersFrom(2), "the old key and the new one"),
  accepting(verifiersFrom(3), "the old key and the new one"),
  `${SIGNER} signs with the new key`,
  "tokens of the old key expire",
  accepting(VERIFIERS, "the new key alone"),
] as const;

const keyStep = z.literal([1, 2, 3, 4, 5, 6]).describe("the step of the rotation, 1 to 6, in order");

export type KeyStep = z.infer<typeof keyStep>;

export const keys = z
  .strictObject({
    generation: z.int().min(1).describe("the key pair that there is, or that is being replaced: a whole number from 1"),
    step: keyStep,
    retired: z
      .strictObject({
        key: z.enum(["old", "new"]).describe("old or new: the key that signed last, and does not any more"),
        since: z.iso
          .datetime()
          .optional()
          .describe(
            `the time since which it does not, in quotes, such as "2026-11-25T09:00:00Z"; nothing if that is not applied yet`,
          ),
      })
      .optional()
      .describe(`an object with "key" and "since": whose tokens have to expire; or nothing`),
  })
  .prefault({ generation: 1, step: 1 })
  .describe(`an object with "generation" and "step", written by npx thoughts keys; or nothing`);

export type Keys = z.infer<typeof keys>;

/** Which keys are where in a step. */
export function tokenKeysOf({ generation: old, step, retired }: Keys): TokenKeys {
  const next = old + 1;
  const both = [old, next];
  const verifier = (gets: KeyStep) => (step === 6 ? [next] : step >= gets ? both : [old]);
  return {
    kept: step === 1 ? [old] : both,
    signer: step >= 4 ? next : old,
    accepted: recordOf(VERIFIERS, (name) => verifier(bothFrom(name))),
    position: (old - 1) * 6 + step,
    ...(step === 6 && retired?.since !== undefined && { notBefore: expiryOf(retired.since) }),
  };
}

/** A step that can be taken, or why it can't be yet. */
export type KeyMove = { readonly kind: "move"; readonly to: Keys } | Refusal;

export interface KeyClock {
  readonly now: Date;
}

/**
 * The next step. No verifier loses a public key before the tokens of its private key have expired, counted from when the
 * step that ended its use was applied: the step before must be applied when the next one is asked for.
 */
export function nextKeys(keys: Keys, clock: KeyClock): KeyMove {
  const { generation, step, retired } = keys;
  switch (step) {
    case 1:
      return { kind: "move", to: { generation, step: 2 } };
    case 2:
      return { kind: "move", to: { generation, step: 3 } };
    case 3:
      return { kind: "move", to: { generation, step: 4, retired: { key: "old" } } };
    case 4:
      return { kind: "move", to: { generation, step: 5, retired: retiredNow("old", clock) } };
    case 5:
      return afterExpiry(keys, clock, { generation, step: 6, retired });
    case 6:
      // The old key pair goes, and with it the way back.
      return { kind: "move", to: { generation: generation + 1, step: 1 } };
    default:
      return step satisfies never;
  }
}

/** The step before, for as long as the old key pair is there. */
export function undoKeys(keys: Keys, clock: KeyClock): KeyMove {
  const { generation, step, retired } = keys;
  switch (step) {
    case 1:
      return refused("no rotation is under way, so there is nothing to undo.");
    case 2:
      return { kind: "move", to: { generation, step: 1 } };
    case 3:
      return afterExpiry(keys, clock, { generation, step: 2 });
    case 4:
      return { kind: "move", to: { generation, step: 3, retired: { key: "new" } } };
    case 5:
      return { kind: "move", to: { generation, step: 4, retired: { key: "old" } } };
    case 6:
      return { kind: "move", to: { generation, step: 5, retired } };
    default:
      return step satisfies never;
  }
}

/** Whether a key's tokens may still be shown; the first time it is asked, the time starts. */
function afterExpiry(keys: Keys, clock: KeyClock, to: Keys): KeyMove {
  const { retired } = keys;
  if (retired === undefined) {
    return { kind: "move", to };
  }
  if (retired.since === undefined) {
    return { kind: "move", to: { ...keys, retired: retiredNow(retired.key, clock) } };
  }
  const expiry = expiryOf(retired.since);
  return Date.parse(expiry) <= clock.now.getTime()
    ? { kind: "move", to }
    : refused(
        `tokens of the ${retired.key} key are accepted until ${expiry}, and whoever shows one would be logged out. ` +
          "Ask again then.",
      );
}

/** When the last token that was signed before a time has expired. */
function expiryOf(since: string): string {
  return new Date(Date.parse(since) + TOKEN_LIFETIME_SECONDS * 1_000).toISOString();
}

function retiredNow(key: "old" | "new", { now }: KeyClock): NonNullable<Keys["retired"]> {
  return { key, since: now.toISOString() };
}

/** The step from which a service accepts the new key beside the old one. @throws {Error} for one that checks no tokens */
function bothFrom(verifier: Verifier): KeyStep {
  const { tokenKeys } = definitionOf(verifier);
  if (tokenKeys?.kind !== "verifier") {
    throw new Error(`${verifier} checks no tokens; VERIFIERS lists only services that do.`);
  }
  return tokenKeys.acceptsBothFrom;
}

function verifiersFrom(step: KeyStep): readonly Verifier[] {
  return VERIFIERS.filter((name) => bothFrom(name) === step);
}

function accepting(names: readonly string[], what: string): string {
  return `${names.join(" and ")} ${names.length === 1 ? "accepts" : "accept"} ${what}`;
}
