import { userInfo } from "node:os";
import { UserError } from "../../engine/user-error";
import {
  BRANCH_ALLOWED,
  BRANCH_PATTERN,
  MOST_HOURS,
  OWNER_ALLOWED,
  OWNER_PATTERN,
  SCOPE_ALLOWED,
  SCOPE_PATTERN,
} from "../../stacks/demo-settings";
import type { Wish } from "../../stacks/derivation";
import { type Override, overrideOf } from "../../stacks/overrides";

/** Options of `env clone`, as they are typed. */
export interface WishOptions {
  /** `services.frontend.image.tag=v3.8` @default - none: as the source */
  readonly set?: readonly string[];
  /** `48h`, `3d` @default - 48h */
  readonly ttl?: string;
  /** A team. @default - the user of this machine */
  readonly owner?: string;
  /** What it is to show. @default - that it was not said */
  readonly scope?: string;
  /** A branch whose images it runs; `false`: none any more. @default - as before */
  readonly follow?: string | false;
  /** How long images of the branch's newest commit are waited for, such as `30m`. @default - not at all */
  readonly wait?: string;
}

/** What a demo is to follow: a branch, none any more, or what it followed before. */
export type FollowWish = { readonly branch: string; readonly waitMs: number } | "none" | undefined;

/** What was asked for. @throws {UserError} with all that is wrong with it */
export function wishOf(options: WishOptions): Partial<Wish> {
  const { set = [], ttl, owner, scope } = options;
  const problems = [...followProblems(options)];
  const overrides: Override[] = [];
  for (const given of digestsLast(set)) {
    const override = overrideOf(given);
    if (typeof override === "function") {
      overrides.push(override);
    } else {
      problems.push(`--set ${given}: ${override.problem}`);
    }
  }
  if (owner !== undefined && !OWNER_PATTERN.test(owner)) {
    problems.push(`--owner "${owner}": a team is ${OWNER_ALLOWED}, such as shop`);
  }
  if (scope !== undefined && !SCOPE_PATTERN.test(scope)) {
    problems.push(`--scope: it is ${SCOPE_ALLOWED}`);
  }
  const hours = ttl === undefined ? undefined : hoursOf(ttl);
  if (ttl !== undefined && hours === undefined) {
    problems.push(`--ttl "${ttl}": ${TTL_ALLOWED}`);
  }
  if (problems.length > 0) {
    throw new UserError(`${problems.join("\n")}\nNothing was changed.`);
  }
  return {
    overrides,
    ...(owner !== undefined && { owner }),
    ...(scope !== undefined && { scope }),
    ...(hours !== undefined && { ttlHours: hours }),
  };
}

/** @throws {UserError} if the time is none */
export function followOf({ follow, wait }: Pick<WishOptions, "follow" | "wait">): FollowWish {
  return follow === false ? "none" : follow === undefined ? undefined : { branch: follow, waitMs: waitOf(wait) };
}

/** In milliseconds. @throws {UserError} if it is none */
export function waitOf(wait: string | undefined): number {
  const [, minutes = "0"] = /^([1-9]\d?)m$/.exec(wait ?? "") ?? [];
  if (wait !== undefined && minutes === "0") {
    throw new UserError(`--wait "${wait}": ${WAIT_ALLOWED}\nNothing was changed.`);
  }
  return Number(minutes) * 60_000;
}

/** Whether any of these says which image a service is to run. */
export function setsImage(set: readonly string[]): boolean {
  return set.some((given) => /^services\.[^=]*\.image\./.test(given));
}

function followProblems({ set = [], follow, wait }: WishOptions): readonly string[] {
  const isFollowing = typeof follow === "string";
  return [
    ...(isFollowing && !BRANCH_PATTERN.test(follow)
      ? [`--follow "${follow}": a name of a branch is ${BRANCH_ALLOWED}`]
      : []),
    ...(isFollowing && setsImage(set)
      ? ["--follow and --set of an image: the branch says which images run; give one of the two"]
      : []),
    ...(!isFollowing && wait !== undefined ? ["--wait: it waits for images of a branch; give --follow too"] : []),
  ];
}

const WAIT_ALLOWED = "it is whole minutes, 1m to 99m, such as 30m";

/** A tag takes the digest before it away: one that was asked for stays, in whatever order both are given. */
function digestsLast(set: readonly string[]): readonly string[] {
  const isDigest = (given: string) => given.split("=")[0]?.endsWith(".image.digest") === true;
  return [...set.filter((given) => !isDigest(given)), ...set.filter(isDigest)];
}

/** What a new demo has that nobody said. */
export function defaultWish(): Pick<Wish, "owner" | "scope" | "ttlHours"> {
  const user = userInfo().username.toLowerCase();
  return { owner: OWNER_PATTERN.test(user) ? user : "unknown", scope: "not said", ttlHours: 48 };
}

const TTL_ALLOWED = `it is whole hours or days, 1h to ${MOST_HOURS}h, such as 48h or 3d`;

/** @returns undefined if it is none that a demo may have */
function hoursOf(ttl: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,3})([hd])$/.exec(ttl) ?? [];
  const hours = Number(count) * (unit === "d" ? 24 : 1);
  return hours >= 1 && hours <= MOST_HOURS ? hours : undefined;
}
