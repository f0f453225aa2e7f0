import type { ImageVersion } from "../components/workload/image";
import { isSameSet } from "../infra/release-set";
import { checkSets } from "../infra/release-set-check";
import { byService, SERVICES, type ServiceName } from "../infra/system";
import { type Change, changed, setCommandLine } from "./change";
import type { Services } from "./promotion";
import { type Refusal, refused } from "./refusal";
import { released, type ServiceRelease, type Stamp } from "./service-release";

/** What one does to a release set: several services that change as one, by blue-green. */
export type SetChange =
  /** Brings other versions in, each in the slot that is not its service's own; nobody is sent there yet. */
  | { readonly kind: "start"; readonly versions: ReadonlyMap<ServiceName, ImageVersion>; readonly cause: string }
  /** Switches all members, makes the new versions their own, or takes all of them back. */
  | { readonly kind: "advance" | "finish" | "abort" }
  /** Starts a set with what ran before the newest set that is finished. */
  | { readonly kind: "rollback"; readonly cause: string };

/** What is to run after a change of a set, or why there can't be such a change. */
export type SetResult =
  { readonly kind: "changed"; readonly members: readonly ServiceName[]; readonly services: Services } | Refusal;

/**
 * What is to run after a change of a set. All members change, or none does.
 * @param stamp what new revisions are marked with. @default - nothing
 */
export function setChanged(stack: string, services: Services, change: SetChange, stamp: Stamp = {}): SetResult {
  const underWay = membersUnderWay(services);
  switch (change.kind) {
    case "start":
      return underWay === undefined
        ? started(stack, services, change)
        : refused(
            `${listed(underWay)} change as a set already. Take that back first: ${setCommandLine("abort", stack)}`,
          );
    case "rollback":
      return underWay === undefined
        ? rolledBack(stack, services, change.cause)
        : refused(
            `${listed(underWay)} are changing, and that is not finished. Take it back: ${setCommandLine("abort", stack)}`,
          );
    case "advance":
    case "finish":
    case "abort":
      return underWay === undefined
        ? refused(noneUnderWay(stack, services, change.kind))
        : goneOn(stack, { services, members: underWay, stamp }, change.kind);
    default:
      return change satisfies never;
  }
}

/** The services that change as a set now, in the order in which others need them. @returns undefined if none do */
export function membersUnderWay(services: Services): readonly ServiceName[] | undefined {
  const members = SERVICES.filter((name) => services[name].rollout?.set !== undefined);
  return members.length === 0 ? undefined : members;
}

function started(
  stack: string,
  services: Services,
  { versions, cause }: Extract<SetChange, { kind: "start" }>,
): SetResult {
  const members = SERVICES.filter((name) => versions.has(name));
  const [alone, second] = members;
  if (alone === undefined || second === undefined) {
    const one = alone ?? "SERVICE";
    return refused(
      `a set is of two services or more. Release one alone: npx thoughts release start ${one} VERSION --cause WHY`,
    );
  }
  return eachChanged(stack, services, members, (name) => {
    const { tag, digest } = versions.get(name) ?? { tag: "" };
    return {
      kind: "start",
      next: { tag, ...(digest !== undefined && { digest }) },
      cause,
      strategy: { kind: "blueGreen" },
    };
  });
}

/** What becomes of a set that is under way. */
function goneOn(
  stack: string,
  {
    services,
    members,
    stamp,
  }: { readonly services: Services; readonly members: readonly ServiceName[]; readonly stamp: Stamp },
  how: "advance" | "finish" | "abort",
): SetResult {
  // What is left of a set that somebody has changed by hand can be taken back, and nothing else.
  const problems = how === "abort" ? [] : checkSets(byService((name) => released(services[name])));
  return problems.length > 0
    ? refused(problems.map(({ path, message }) => `services.${path}: ${message}`).join("\n"))
    : eachChanged(stack, services, members, () => ({ kind: how }), stamp);
}

function rolledBack(stack: string, services: Services, cause: string): SetResult {
  const members = newestFinished(services);
  if (members === undefined) {
    return refused(
      "no set is the newest change of all its services. Bring one service back at a time, and first the one that needs " +
        "the others: npx thoughts release rollback SERVICE --cause WHY",
    );
  }
  const earlier = members.map((name) => [name, services[name].history?.at(-1) ?? services[name]] as const);
  return started(stack, services, { kind: "start", versions: new Map(earlier), cause });
}

/** The members of the newest finished set that is the newest change of each of them. */
function newestFinished(services: Services): readonly ServiceName[] | undefined {
  const isWhole = (members: readonly ServiceName[]) =>
    members.every(
      (name) =>
        isSameSet(members, services[name].set) && services[name].rollout === undefined && services[name].history,
    );
  const finished = SERVICES.flatMap((name) => {
    const { set, at = "" } = services[name];
    return set !== undefined && isWhole(set) ? [{ set, at }] : [];
  });
  const [newest] = finished.sort((one, other) => other.at.localeCompare(one.at));
  return newest && SERVICES.filter((name) => newest.set.includes(name));
}

/** Changes all members, or none: the first one that can't be changed says why. */
function eachChanged(
  stack: string,
  services: Services,
  members: readonly ServiceName[],
  changeOf: (name: ServiceName) => Change,
  stamp: Stamp = {},
): SetResult {
  const after: Partial<Record<ServiceName, ServiceRelease>> = {};
  for (const service of members) {
    const result = changed({ service, stack, set: members }, services[service], changeOf(service), stamp);
    if (result.kind === "refused") {
      return result;
    }
    after[service] = result.release;
  }
  return { kind: "changed", members, services: { ...services, ...after } };
}

function noneUnderWay(stack: string, services: Services, verb: string): string {
  const finished = newestFinished(services);
  const otherWay =
    verb === "abort" && finished !== undefined
      ? `The set of ${listed(finished)} is finished; bring what ran before it back: ${setCommandLine("rollback", stack, "--cause WHY")}`
      : `Start one: ${setCommandLine("start", stack, "SERVICE=VERSION SERVICE=VERSION", "--cause WHY")}`;
  return `no set is under way to ${verb}. ${otherWay}`;
}

function listed(names: readonly ServiceName[]): string {
  return names.join(" and ");
}
