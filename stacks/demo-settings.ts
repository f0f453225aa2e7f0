import { z } from "zod";
import { COMMIT } from "../components/base/version";
import { byService, SERVICES } from "../infra/system";
import { DEMO, DEMO_SOURCES } from "./names";
import { postgresUpgrade, release } from "./settings";

/** The settings of a demo, as its file `Pulumi.demo-<name>.yaml` says them under `thoughts:`. */

/** Hours that a demo may stay without being changed: two weeks. */
export const MOST_HOURS = 14 * 24;

/** Gibibytes of the volume of each of its databases. */
export const STORAGE_GIB = { least: 1, most: 10 } as const;

/** Pods of one service. */
export const MOST_REPLICAS = 3;

/** A team, as a part of the name of a group of users, and as a label. */
export const OWNER_PATTERN = /^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/;
export const OWNER_ALLOWED = `lower-case letters, digits and "-", a letter or digit at both ends, at most 50`;

/** A line of text that people see: nothing in it moves a terminal's cursor, or turns the direction of what follows. */
const line = (most: number) => new RegExp(`^(?!.*[\\p{Cc}\\p{Bidi_Control}])\\S(.{0,${most - 2}}\\S)?$`, "u");
const lineAllowed = (most: number) =>
  `one line of 1 to ${most} characters, without spaces at its ends and without control characters`;

/** What a demo is to show. */
export const SCOPE_PATTERN = line(200);
export const SCOPE_ALLOWED = lineAllowed(200);

/** Who accepts it. */
export const SIGNER_PATTERN = line(100);
export const SIGNER_ALLOWED = lineAllowed(100);

/**
 * A branch that a demo follows: a name that Git and a shell take as it is.
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export const BRANCH_PATTERN =
  /^(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[\p{L}\p{N}_](?:[\p{L}\p{N}_.\/+#@=-]{0,198}[\p{L}\p{N}_+#=-])?$/u;
export const BRANCH_ALLOWED =
  `letters, digits and "_.-/+#@=", at most 200, a letter, digit or "_" first, ` +
  `without "..", "//", "/.", "@{", ".lock" or "." and "/" at an end`;

const time = z.iso.datetime();

const signOff = z
  .strictObject({
    by: z.string().regex(SIGNER_PATTERN).describe(`who accepted it: ${SIGNER_ALLOWED}`),
    at: time.describe(`when, in UTC and in quotes such as "2026-11-30T08:15:00Z"`),
    versions: z
      .strictObject(byService(() => z.string().min(1).describe("the tag that was accepted")))
      .describe(`the tag of each of ${SERVICES.join(", ")}`),
  })
  .describe(`an object with "by", "at" and "versions", written by npx thoughts env sign-off`);

const follow = z
  .strictObject({
    branch: z.string().regex(BRANCH_PATTERN).describe(`the branch: ${BRANCH_ALLOWED}`),
    commit: z.string().regex(COMMIT).describe("the start of the commit's hash, 7 to 40 hex digits in quotes"),
  })
  .describe(`an object with "branch" and "commit", written by npx thoughts env clone --follow`);

const lease = z
  .strictObject({
    owner: z.string().regex(OWNER_PATTERN).describe(`the team that answers for it: ${OWNER_ALLOWED}`),
    scope: z.string().regex(SCOPE_PATTERN).describe(`what it is to show: ${SCOPE_ALLOWED}`),
    created: time.describe(`when it was made, in UTC and in quotes such as "2026-11-30T08:15:00Z"`),
    changed: time.describe(`when it was changed last, in UTC and in quotes such as "2026-11-30T08:15:00Z"`),
    ttlHours: z.int().min(1).max(MOST_HOURS).describe(`hours from the last change to its end, 1 to ${MOST_HOURS}`),
    copyOf: z.string().regex(DEMO).optional().describe("the demo that it was copied from, or nothing"),
    follow: follow.optional(),
    asleep: z.boolean().optional().describe("true if none of its pods is to run, or nothing"),
    signOff: signOff.optional(),
  })
  .describe(`an object with "owner", "scope", "created", "changed" and "ttlHours", written by npx thoughts env clone`);

const sizes = z
  .strictObject({
    replicas: z
      .strictObject(
        byService(() =>
          z
            .int()
            .min(1)
            .max(MOST_REPLICAS)
            .optional()
            .describe(`a whole number of pods, 1 to ${MOST_REPLICAS}, or nothing for 1`),
        ),
      )
      .optional()
      .describe(`a number of pods for any of ${SERVICES.join(", ")}, or nothing`),
    storageGib: z
      .int()
      .min(STORAGE_GIB.least)
      .max(STORAGE_GIB.most)
      .optional()
      .describe(`gibibytes of each database's volume, ${STORAGE_GIB.least} to ${STORAGE_GIB.most}, or nothing for 1`),
  })
  .default({})
  .describe(`an object with "replicas" and "storageGib", or nothing`);

export const demoSettings = z.strictObject({
  source: z.enum(DEMO_SOURCES).describe(`the stack that it is a copy of: ${DEMO_SOURCES.join(" or ")}`),
  demo: lease,
  sizes,
  postgresUpgrade,
  release,
});

export type DemoSettings = z.infer<typeof demoSettings>;

/** As it is written: what has a default may be left out. */
export type DemoText = z.input<typeof demoSettings>;

/** When a demo may be removed. */
export function expiryOf({ changed, ttlHours }: Pick<DemoSettings["demo"], "changed" | "ttlHours">): Date {
  return new Date(Date.parse(changed) + ttlHours * 3_600_000);
}

/** Whether the versions of a demo are those that somebody accepted. */
export function isSignedOff({ demo: { signOff: accepted }, release: { services } }: DemoSettings): boolean {
  return accepted !== undefined && SERVICES.every((name) => accepted.versions[name] === services[name].tag);
}
