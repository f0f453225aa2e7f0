import type { ServiceName } from "../infra/system";
import type { ServiceRelease } from "./service-release";

export type Services = Readonly<Record<ServiceName, ServiceRelease>>;

/** A version; its content is known where it has a digest. */
interface Version {
  readonly tag: string;
  readonly digest?: string | undefined;
}

/** A version that production runs, or is to run. */
interface Wanted extends Version {
  readonly service: ServiceName;
  readonly emergency: string | undefined;
  /** The last day of the emergency. */
  readonly until: string | undefined;
}

/** How long an emergency lasts: by then the version has been in staging too, or is gone. */
export const EMERGENCY_DAYS = 7;

/** The last day of an emergency that begins now: `2026-12-07`. */
export function emergencyEnd(now: Date): string {
  return new Date(now.getTime() + EMERGENCY_DAYS * 24 * 60 * 60_000).toISOString().slice(0, 10);
}

/**
 * What production runs has run in staging before, or in production itself (docs/system.md#environments). Where the digests
 * of a tag are known, they are a part of it: a tag with other content was not tested. An emergency may leave staging out:
 * with a reason, for one service, while nothing else changes, and not for long.
 * @param today the day to judge by: `2026-11-25`
 * @returns what speaks against it, for people
 */
export function checkPromotion(staging: Services, production: Services, today: string): readonly string[] {
  const names = Object.keys(production) as ServiceName[];
  const unknown = names.flatMap((name) =>
    wantedOf(name, production[name]).filter((wanted) => !hasRun(wanted, ranIn(staging[name], production[name]))),
  );
  const urgent = [...new Set(unknown.filter(({ emergency }) => emergency !== undefined).map(({ service }) => service))];
  const changing = names.filter((name) => production[name].rollout !== undefined);
  const problems = unknown
    .filter(({ emergency }) => emergency === undefined)
    .map((wanted) => unpromoted(wanted, staging[wanted.service], production[wanted.service]));
  problems.push(...unknown.flatMap((wanted) => expiry(wanted, today)));
  if (urgent.length > 1) {
    problems.push(
      `an emergency touches one service only, and ${urgent.join(" and ")} have versions that were never in staging. ` +
        "Bring all but one of them through staging.",
    );
  }
  if (names.some((name) => production[name].rollout?.emergency !== undefined) && changing.length > 1) {
    problems.push(
      `an emergency touches one service only, and ${changing.join(" and ")} are changing. Finish or abort the others first.`,
    );
  }
  return problems;
}

function wantedOf(service: ServiceName, release: ServiceRelease): readonly Wanted[] {
  const { tag, digest, emergency, emergencyUntil: until, rollout } = release;
  const now = { service, tag, digest, emergency, until };
  return rollout === undefined
    ? [now]
    : [now, { service, ...rollout.next, emergency: rollout.emergency, until: rollout.emergencyUntil }];
}

/** What is left of the time that an emergency has. */
function expiry({ service, tag, emergency, until }: Wanted, today: string): readonly string[] {
  const wrong = emergency === undefined ? undefined : wrongEnd(until, today);
  if (wrong === undefined) {
    return [];
  }
  return [
    `the emergency of ${service} ${tag} ${wrong}. Bring the version through staging: npx thoughts release start ${service} ${tag} -s staging --cause WHY. ` +
      `Or go back to one that was there: npx thoughts release rollback ${service} -s production --cause WHY.`,
  ];
}

function wrongEnd(until: string | undefined, today: string): string | undefined {
  if (until === undefined) {
    return `has no end; write emergencyUntil, the last day, at most ${EMERGENCY_DAYS} days from now`;
  }
  const latest = emergencyEnd(new Date(`${today}T00:00:00Z`));
  if (until > latest) {
    return `is to last until ${until}, and may last until ${latest} at most; write that into emergencyUntil`;
  }
  return today > until ? `ended on ${until}` : undefined;
}

/** What a release in staging made its own, and what production went back from. */
function ranIn(staging: ServiceRelease, { history = [] }: ServiceRelease): readonly Version[] {
  // What came in an emergency was in production without having been in staging; that it is over does not change this.
  const own = history.filter(({ emergency }) => emergency === undefined);
  return [staging, ...(staging.history ?? []), ...own];
}

function hasRun({ tag, digest }: Version, ran: readonly Version[]): boolean {
  const known = digestsOf(tag, ran);
  return ran.some((one) => one.tag === tag) && (digest === undefined || known.length === 0 || known.includes(digest));
}

function digestsOf(tag: string, ran: readonly Version[]): readonly string[] {
  return [...new Set(ran.flatMap((one) => (one.tag === tag && one.digest !== undefined ? one.digest : [])))];
}

function unpromoted(
  { service, tag, digest = "" }: Wanted,
  staging: ServiceRelease,
  production: ServiceRelease,
): string {
  const ran = ranIn(staging, production);
  if (ran.some((one) => one.tag === tag)) {
    return (
      `${service} ${tag} is ${digest} in production's file, and what ran by that tag is ${digestsOf(tag, ran).join(" or ")}. ` +
      "Write that digest; or give the other content a tag of its own, and bring it into staging first."
    );
  }
  const { tag: has } = staging;
  return (
    `${service} ${tag} was never in staging, which has ${has}. Bring it in there first: ` +
    `npx thoughts release start ${service} ${tag} -s staging --cause WHY. In an emergency that can't wait: --emergency WHY.`
  );
}
