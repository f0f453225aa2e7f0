import { userInfo } from "node:os";
import { UserError } from "../../engine/user-error";
import { MOST_HOURS, OWNER_ALLOWED, OWNER_PATTERN, SCOPE_ALLOWED, SCOPE_PATTERN } from "../../stacks/demo-settings";
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
}

/** What was asked for. @throws {UserError} with all that is wrong with it */
export function wishOf({ set = [], ttl, owner, scope }: WishOptions): Partial<Wish> {
  const problems: string[] = [];
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
