import { z } from "zod";
import { FORMATS } from "../components/base/formats";
import { LIVE_SLOTS } from "../components/base/labels";
import type { Release } from "../components/rollout/release";
import type { Phase } from "../components/rollout/rollout";
import type { Strategy } from "../components/rollout/strategy";
import type { ImageVersion } from "../components/workload/image";
import type { SetPart } from "../infra/release-set";
import type { ServiceSettings } from "../infra/service-settings";
import { byService, SERVICES, type ServiceName } from "../infra/system";

/**
 * What one service is to run, as a stack's file says it under `thoughts:release.services.<name>`: written by people or by
 * `npx thoughts release`, and the whole memory of its rollouts.
 */

const tag = z
  .string()
  .regex(FORMATS.imageTag.pattern)
  .describe(`an image tag in quotes such as "v1.5", but not "latest", which moves: ${FORMATS.imageTag.allowed}`);

const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .optional()
  .describe(`a digest such as sha256:… with 64 hex digits, or nothing`);

/** A reason, in one line of at most 200 characters. */
export const REASON = /^\S(.{0,198}\S)?$/;

const cause = z.string().regex(REASON).optional().describe("why, in one line of at most 200 characters, or nothing");

const emergency = z
  .string()
  .regex(REASON)
  .optional()
  .describe("why it could not go through staging first, in one line of at most 200 characters; or nothing");

const emergencyUntil = z.iso
  .date()
  .optional()
  .describe(`the last day on which it may do without staging, in quotes such as "2026-12-07", or nothing`);

const at = z.iso
  .datetime()
  .optional()
  .describe(`when it was brought in, in UTC and in quotes such as "2026-11-30T08:15:00Z", or nothing`);

const by = z
  .string()
  .regex(/^\S(.{0,98}\S)?$/)
  .optional()
  .describe("who brought it in, in one line of at most 100 characters, or nothing");

const set = z
  .array(z.enum(SERVICES))
  .min(2)
  .optional()
  .describe("a list of the services that change as one such as [thoughts-backend, frontend], or nothing");

const revision = z.int().min(1).describe("a whole number from 1, one more than the newest before it");

const strategy = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("recreate") }),
    z.strictObject({ kind: z.literal("rolling") }),
    z.strictObject({ kind: z.literal("blueGreen") }),
    z.strictObject({
      kind: z.literal("canary"),
      steps: z
        .array(z.int().min(1).max(99))
        .min(1)
        .describe("rising shares in whole percent from 1 to 99 such as [10, 50]"),
    }),
  ])
  .optional()
  .describe(`an object with "kind": recreate, rolling, blueGreen, or canary with "steps"; or nothing`);

const phase = z
  .custom<Phase>((given) => typeof given === "string" && /^(replaced|preview|switched|[1-9]\d?%)$/.test(given))
  .describe(`"replaced", "preview", "switched", or the share of a canary such as "10%"`);

const rollout = z
  .strictObject({
    phase,
    next: z
      .strictObject({
        tag,
        digest,
        coexists: z
          .boolean()
          .optional()
          .describe("false if it can't run beside the running version on the same data, or nothing"),
      })
      .describe(`an object with "tag" and, if wanted, "digest" and "coexists"`),
    cause,
    emergency,
    emergencyUntil,
    set,
  })
  .optional()
  .describe(`an object with "phase", "next" and "cause", or nothing if no change is under way`);

/** An earlier revision, to go back to. */
const earlier = z
  .strictObject({ revision, tag, digest, cause, emergency, emergencyUntil, set, at, by })
  .describe(`an object with "revision", "tag" and, if wanted, "digest" and "cause"`);

export const serviceRelease = z
  .strictObject({
    tag,
    digest,
    cause,
    emergency,
    emergencyUntil,
    set,
    at,
    by,
    revision: revision.optional(),
    slot: z.enum(LIVE_SLOTS).optional().describe("blue or green: the slot that is the service's own; or nothing"),
    strategy,
    rollout,
    history: z.array(earlier).optional().describe("a list of earlier revisions, oldest first, or nothing"),
  })
  .describe(`an object with "tag" and, if wanted, "digest"`);

export type ServiceRelease = z.infer<typeof serviceRelease>;
export type EarlierRevision = z.infer<typeof earlier>;

/** When a revision was brought in, and by whom. */
export type Stamp = Pick<EarlierRevision, "at" | "by">;

/** The same as the program takes it. */
export function released(release: ServiceRelease): {
  readonly image: ImageVersion;
  readonly strategy?: Strategy;
  readonly release?: Release;
  readonly set?: SetPart;
} {
  const { tag, digest, slot, cause, strategy, rollout } = release;
  const part = setPartOf(release);
  return { image: { tag, digest }, strategy, release: { slot, cause, rollout }, ...(part && { set: part }) };
}

/** @returns undefined if what runs or comes changes alone */
function setPartOf({ tag, digest, rollout, set: finished, history = [] }: ServiceRelease): SetPart | undefined {
  const members = rollout === undefined ? finished : rollout.set;
  const from = rollout === undefined ? history.at(-1) : { tag, digest };
  return members && from && { members, from: { tag: from.tag, digest: from.digest } };
}

/** What `stacks/<environment>.ts` says of a service; the rest is said by the stack's file. */
export type ServiceShape = Omit<ServiceSettings, "image" | "strategy" | "release">;

/** Each service as an environment has it. */
export function servicesOf(
  releases: Readonly<Record<ServiceName, ServiceRelease>>,
  shapes: Readonly<Record<ServiceName, ServiceShape>>,
): Readonly<Record<ServiceName, ServiceSettings>> {
  return byService((name) => ({ ...released(releases[name]), ...shapes[name] }));
}
