import { COMMIT, compareVersions } from "../components/base/version";
import { type SchemaMove, schemaMove } from "../components/migration/schema-move";
import type { ImageVersion } from "../components/workload/image";
import { SCHEMAS } from "../infra/database/schemas";
import { isSameSet } from "../infra/release-set";
import { comingVersion, type ServiceVersion } from "../infra/service-settings";
import { checkDependencies } from "../infra/services/dependencies";
import { byService, isBackend, SERVICES, type ServiceName } from "../infra/system";
import { released, type ServiceRelease } from "./service-release";

/** Which version of each service runs, or is to run. */
export type Versions = Readonly<Record<ServiceName, ServiceVersion>>;

/** The versions that a release leads to: where a change of a service is under way, the one that is coming. */
export function versionsOf(services: Readonly<Record<ServiceName, ServiceRelease>>): Versions {
  const version = (name: ServiceName) => comingVersion(released(services[name]));
  return byService(version);
}

/**
 * Whether one run may change several services of a stack. In production each comes in alone, so that it can go back alone
 * (docs/decisions/0048-change-in-up.md).
 */
export function mayChangeTogether(stack: string): boolean {
  return stack !== "production";
}

/** One service's change of version. */
export interface ChangeStep {
  readonly service: ServiceName;
  readonly from: string;
  readonly to: string;
}

/** Why a change must not be done, or not so. */
export interface PlanRefusal {
  /** `order`: several services at once. `together`: what does not work with each other. `schema`: data out of reach. */
  readonly kind: "order" | "together" | "schema";
  /** Whose change it is; of several at once, the first one to go. */
  readonly service: ServiceName;
  readonly message: string;
}

/** How a release becomes another one, step by step. */
export interface ChangePlan {
  readonly steps: readonly ChangeStep[];
  /** The members of the release set whose services change, in or back. @default - each service changes alone */
  readonly set?: readonly ServiceName[];
  readonly refusals: readonly PlanRefusal[];
  /** What to know before it is done. */
  readonly warnings: readonly string[];
}

/**
 * Orders a change: what others need comes first, and goes back last (docs/system.md#services). After each step, what runs
 * together must work together, and no step may lead a backend away from a schema it can use.
 */
export function planChange(before: Versions, after: Versions, schemas = SCHEMAS): ChangePlan {
  const changed = SERVICES.filter((name) => !isSame(before[name], after[name]));
  const isBack = (name: ServiceName) => compareVersions(after[name].tag, before[name].tag) < 0;
  const order = [...changed.filter(isBack).toReversed(), ...changed.filter((name) => !isBack(name))];
  const set = changed.length > 1 ? setOf(changed, before, after) : undefined;
  const refusals: PlanRefusal[] = [];
  const warnings: string[] = [];
  const [first, second] = order;
  if (first !== undefined && second !== undefined) {
    refusals.push(
      ...(set
        ? brokenMixes(first, set, before, after)
        : [{ kind: "order" as const, service: first, message: atOnce(order) }]),
    );
  }
  let running = before;
  for (const service of order) {
    running = { ...running, [service]: after[service] };
    if (set === undefined) {
      refusals.push(...brokenBy(service, running));
    }
    const move = moveOf(service, schemas, before, after);
    switch (move.kind) {
      case "safe":
        break;
      case "hides":
        warnings.push(`the schema of ${service}: ${move.reason}`);
        break;
      case "refused":
        refusals.push({
          kind: "schema",
          service,
          message: `the schema of ${service}: ${move.reason} ${move.instead}`,
        });
        break;
      default:
        move satisfies never;
    }
  }
  const steps = order.map((service) => ({ service, from: before[service].tag, to: after[service].tag }));
  return { steps, ...(set && { set }), refusals, warnings };
}

function atOnce(order: readonly ServiceName[]): string {
  return (
    `${order.join(" and ")} change at once. Release one service at a time, in this order: while both roll out, every ` +
    "mix of their versions serves, and going back from one would mean going back from both. Or change them as one set: " +
    "npx thoughts release set start SERVICE=VERSION SERVICE=VERSION --cause WHY."
  );
}

/**
 * The set that brings services from what runs to what comes: one that begins with what runs, or one that began with what
 * comes and is taken back.
 */
function setOf(changed: readonly ServiceName[], before: Versions, after: Versions): readonly ServiceName[] | undefined {
  const leads = (from: Versions, to: Versions) => {
    const parts = changed.map((name) => ({ name, part: to[name].set }));
    const [first] = parts;
    const members = first?.part?.members;
    return members !== undefined &&
      parts.every(({ name, part }) => part && isSameSet(members, part.members) && isSame(part.from, from[name]))
      ? members
      : undefined;
  };
  return leads(before, after) ?? leads(after, before);
}

/**
 * What does not work together in a set. For the seconds of a switch, and until the last request to the old pods has ended,
 * any member may meet the old or the new version of another one.
 */
function brokenMixes(
  first: ServiceName,
  set: readonly ServiceName[],
  before: Versions,
  after: Versions,
): readonly PlanRefusal[] {
  const leaving = Object.fromEntries(set.map((name) => [name, before[name]]));
  return checkDependencies(after, leaving).map(({ message }) => ({
    kind: "together",
    service: first,
    message: `in the set of ${set.join(" and ")}: ${message}`,
  }));
}

/** A tag is never moved (docs/system.md#images), so a digest that is written beside it, or left out, changes nothing. */
function isSame(one: ImageVersion, other: ImageVersion): boolean {
  const isKnown = one.digest !== undefined && other.digest !== undefined;
  return one.tag === other.tag && (!isKnown || one.digest === other.digest);
}

/** What does not work together once a service has been changed. */
function brokenBy(service: ServiceName, running: Versions): readonly PlanRefusal[] {
  return checkDependencies(running).map(({ message }) => ({
    kind: "together",
    service,
    message: `after ${service} ${running[service].tag}: ${message}`,
  }));
}

/**
 * Whether images of a commit come or go, in all services that change: they are no releases, have no order, and were made to run
 * with each other.
 */
export function isOfCommits(before: Versions, after: Versions): boolean {
  return SERVICES.filter((name) => !isSame(before[name], after[name])).every((name) => hasCommit(name, before, after));
}

function hasCommit(service: ServiceName, before: Versions, after: Versions): boolean {
  return COMMIT.test(before[service].tag) || COMMIT.test(after[service].tag);
}

/**
 * What a change of a service's version does to what it finds in its database, if it has one. Of a commit that is no release,
 * nobody knows where in the history of the schema it stands.
 */
function moveOf(service: ServiceName, schemas: typeof SCHEMAS, before: Versions, after: Versions): SchemaMove {
  return isBackend(service) && !hasCommit(service, before, after)
    ? schemaMove(schemas[service], before[service].tag, after[service].tag)
    : { kind: "safe" };
}
