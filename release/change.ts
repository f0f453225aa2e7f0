import { FIRST_SLOT } from "../components/base/labels";
import { checkRollout, finalSlot, phaseAfter, phasesOf } from "../components/rollout/rollout";
import { UserError } from "../engine/user-error";
import { strategyOf } from "../infra/service-settings";
import type { ServiceName } from "../infra/system";
import type { ServiceRelease } from "./service-release";

/** What one does to a service's release. */
export type Change =
  /** Brings another version in, in the first phase of the strategy. */
  | {
      readonly kind: "start";
      readonly next: { readonly tag: string; readonly digest?: string; readonly coexists?: false };
      readonly cause: string;
      /** Why it can't go through staging first. @default - it did */
      readonly emergency?: string;
      /** How from now on. @default - as before */
      readonly strategy?: ServiceRelease["strategy"];
    }
  /** Goes on to the next phase. */
  | { readonly kind: "advance" }
  /** Makes the new version the service's own, and lets the old one go. */
  | { readonly kind: "finish" }
  /** Takes back a change that is not finished. */
  | { readonly kind: "abort" }
  /** Brings an earlier revision back, as a new one. */
  | {
      readonly kind: "rollback";
      /** @default - the newest earlier one */
      readonly to?: number;
      readonly cause: string;
    };

/** How many earlier revisions are kept: as many as a Deployment keeps by itself. */
const MOST_HISTORY = 10;

export function revisionOf({ revision = 1 }: ServiceRelease): number {
  return revision;
}

/** A line that works as it is printed. */
export function commandLine(...words: readonly string[]): string {
  return ["npx thoughts release", ...words].join(" ");
}

/**
 * The release after a change; nothing else is remembered anywhere.
 * @throws {UserError} if there can't be such a change, with the reason and another way
 */
export function changed(service: ServiceName, before: ServiceRelease, change: Change): ServiceRelease {
  switch (change.kind) {
    case "start":
      return started(service, before, change);
    case "advance":
      return advanced(service, before);
    case "finish":
      return finished(service, before);
    case "abort":
      underWay(service, before, "abort");
      return withoutRollout(before);
    case "rollback":
      return rolledBack(service, before, change);
    default:
      return change satisfies never;
  }
}

/** What ran before the change that is under way. */
export function withoutRollout(release: ServiceRelease): ServiceRelease {
  const before = { ...release };
  delete before.rollout;
  return before;
}

function started(
  service: ServiceName,
  before: ServiceRelease,
  { next, cause, emergency, strategy }: Extract<Change, { kind: "start" }>,
): ServiceRelease {
  refuseUnderWay(service, before);
  const release = { ...before, ...(strategy && { strategy }) };
  const way = strategyOf(service, release);
  const [phase] = phasesOf(way);
  if (phase === undefined) {
    throw new UserError(`${service} can't be changed by ${way.kind}, which has no step; give it some: --steps 10,50`);
  }
  const rollout = { phase, next, cause, ...(emergency !== undefined && { emergency }) };
  const problems = checkRollout(way, before, rollout);
  if (problems.length > 0) {
    throw new UserError(`${service} stays as it is: ${problems.map(({ message }) => message).join("\n")}`);
  }
  return { ...release, rollout };
}

function advanced(service: ServiceName, before: ServiceRelease): ServiceRelease {
  const rollout = underWay(service, before, "advance");
  const phase = phaseAfter(strategyOf(service, before), rollout.phase);
  if (phase === undefined) {
    throw new UserError(
      `${service} is in its last phase, ${rollout.phase}. Make ${rollout.next.tag} its own: ${commandLine("finish", service)}`,
    );
  }
  return { ...before, rollout: { ...rollout, phase } };
}

function finished(service: ServiceName, before: ServiceRelease): ServiceRelease {
  const { phase, next, cause, emergency } = underWay(service, before, "finish");
  const strategy = strategyOf(service, before);
  const after = phaseAfter(strategy, phase);
  if (after !== undefined) {
    throw new UserError(
      `${service} is in phase ${phase}, and ${after} comes before the end. Go on: ${commandLine("advance", service)}`,
    );
  }
  const slot = before.slot ?? FIRST_SLOT;
  const own = finalSlot(strategy, slot);
  const { tag, digest } = next;
  return { ...newRevision(before, { tag, digest, cause, emergency }), ...(own !== slot && { slot: own }) };
}

function rolledBack(
  service: ServiceName,
  before: ServiceRelease,
  { to, cause }: Extract<Change, { kind: "rollback" }>,
): ServiceRelease {
  refuseUnderWay(service, before);
  const history = before.history ?? [];
  const earlier = to === undefined ? history.at(-1) : history.find(({ revision }) => revision === to);
  if (earlier === undefined) {
    throw new UserError(noSuchRevision(service, before, to));
  }
  const { tag, digest } = earlier;
  if (tag === before.tag && digest === before.digest) {
    throw new UserError(
      `${service} stays as it is: revision ${earlier.revision} is ${tag} too, which runs. Name another one of ` +
        commandLine("history", service),
    );
  }
  return newRevision(before, { tag, digest, cause });
}

/** What ran becomes history, and what takes its place is numbered as the next revision. */
function newRevision(
  before: ServiceRelease,
  { tag, digest, cause, emergency }: Pick<ServiceRelease, "tag" | "digest" | "cause" | "emergency">,
): ServiceRelease {
  const revision = revisionOf(before);
  const replaced = {
    revision,
    tag: before.tag,
    digest: before.digest,
    cause: before.cause,
    emergency: before.emergency,
  };
  const history = [...(before.history ?? []), replaced].slice(-MOST_HISTORY);
  return { ...withoutRollout(before), tag, digest, cause, emergency, revision: revision + 1, history };
}

function underWay(service: ServiceName, { tag, rollout, history = [] }: ServiceRelease, verb: string) {
  if (rollout !== undefined) {
    return rollout;
  }
  const earlier = history.at(-1);
  const otherWay =
    verb === "abort" && earlier !== undefined
      ? `The pods of ${earlier.tag} (revision ${earlier.revision}) are gone, so nothing can be switched back to them; bring ` +
        `that version back as a new revision: ${commandLine("rollback", service, "--cause WHY")}`
      : `Start one: ${commandLine("start", service, "VERSION", "--cause WHY")}`;
  throw new UserError(`no change of ${service} is under way to ${verb}; it runs ${tag}. ${otherWay}`);
}

function refuseUnderWay(service: ServiceName, { rollout }: ServiceRelease): void {
  if (rollout !== undefined) {
    throw new UserError(
      `${service} is changing to ${rollout.next.tag} already (phase ${rollout.phase}). Take that back first, which is ` +
        `at once: ${commandLine("abort", service)}`,
    );
  }
}

function noSuchRevision(service: ServiceName, { tag, history = [] }: ServiceRelease, to: number | undefined): string {
  const start = `Any version can be brought in: ${commandLine("start", service, "VERSION", "--cause WHY")}`;
  if (history.length === 0) {
    return `${service} has no earlier revision than ${tag} to go back to. ${start}`;
  }
  const known = history.map((earlier) => `${earlier.revision} (${earlier.tag})`).join(", ");
  return `${service} has no earlier revision ${to ?? ""}; there are ${known}. ${start}`;
}
