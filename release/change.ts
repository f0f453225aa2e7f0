import { FIRST_SLOT } from "../components/base/labels";
import { checkRollout, finalSlot, phaseAfter, phasesOf } from "../components/rollout/rollout";
import { strategyOf } from "../infra/service-settings";
import type { ServiceName } from "../infra/system";
import { type Refusal, refused } from "./refusal";
import type { EarlierRevision, ServiceRelease, Stamp } from "./service-release";

/** What one does to a service's release. */
export type Change =
  /** Brings another version in, in the first step of the strategy. */
  | {
      readonly kind: "start";
      readonly next: { readonly tag: string; readonly digest?: string; readonly coexists?: false };
      readonly cause: string;
      /** Why it can't go through staging first. @default - it did */
      readonly emergency?: string;
      /** The last day of the emergency. @default - there is none */
      readonly emergencyUntil?: string;
      /** How from now on. @default - as before */
      readonly strategy?: ServiceRelease["strategy"];
    }
  /** Goes on to the next step. */
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

/** Whose release is changed. */
export interface Subject {
  readonly service: ServiceName;
  readonly stack: string;
  /** The services that change as one with it. @default - it changes alone */
  readonly set?: readonly ServiceName[] | undefined;
}

/** A line that works as it is printed. */
export function commandLine(verb: string, { service, stack, set }: Subject, ...more: readonly string[]): string {
  return set === undefined ? line(stack, verb, service, ...more) : setCommandLine(verb, stack, ...more);
}

/** The same for all services of a set. */
export function setCommandLine(verb: string, stack: string, ...more: readonly string[]): string {
  return line(stack, "set", verb, ...more);
}

function line(stack: string, ...words: readonly string[]): string {
  return ["npx thoughts release", ...words, ...(stack === "local" ? [] : ["-s", stack])].join(" ");
}

type Rollout = NonNullable<ServiceRelease["rollout"]>;

/** Who changes with a service that is on its way. */
export function changing(subject: Subject, { set }: Rollout): Subject {
  return { ...subject, set };
}

/** A release after a change, or why there can't be such a change. */
export type ChangeResult = { readonly kind: "changed"; readonly release: ServiceRelease } | Refusal;

/**
 * The release after a change; nothing else is remembered anywhere.
 * @param stamp what a new revision is marked with. @default - nothing
 */
export function changed(subject: Subject, before: ServiceRelease, change: Change, stamp: Stamp = {}): ChangeResult {
  const { rollout } = before;
  switch (change.kind) {
    case "start":
      return rollout === undefined ? started(subject, before, change) : refused(alreadyUnderWay(subject, rollout));
    case "rollback":
      return rollout === undefined
        ? rolledBack(subject, before, change, stamp)
        : refused(alreadyUnderWay(subject, rollout));
    case "advance":
    case "finish":
    case "abort":
      if (rollout === undefined) {
        return refused(noneUnderWay(subject, before, change.kind));
      }
      return rollout.set !== undefined && subject.set === undefined
        ? refused(notAlone(changing(subject, rollout), change.kind))
        : goneOn(subject, { before, rollout, stamp }, change.kind);
    default:
      return change satisfies never;
  }
}

/** What becomes of a change that is under way. */
function goneOn(
  subject: Subject,
  { before, rollout, stamp }: { readonly before: ServiceRelease; readonly rollout: Rollout; readonly stamp: Stamp },
  how: "advance" | "finish" | "abort",
): ChangeResult {
  switch (how) {
    case "advance":
      return advanced(subject, before, rollout);
    case "finish":
      return finished(subject, before, { ...rollout, ...stamp });
    case "abort":
      return changedTo(withoutRollout(before));
    default:
      return how satisfies never;
  }
}

function changedTo(release: ServiceRelease): ChangeResult {
  return { kind: "changed", release };
}

/** What ran before the change that is under way. */
export function withoutRollout(release: ServiceRelease): ServiceRelease {
  const before = { ...release };
  delete before.rollout;
  return before;
}

function started(
  subject: Subject,
  before: ServiceRelease,
  { next, cause, emergency, emergencyUntil, strategy }: Extract<Change, { kind: "start" }>,
): ChangeResult {
  if (/^v\d/.test(before.tag) && /^\d+(\.\d+)+/.test(next.tag)) {
    return refused(
      `"${next.tag}" is no version of ${subject.service}, which runs "${before.tag}"; write "v${next.tag}".`,
    );
  }
  const release = { ...before, ...(strategy && { strategy }) };
  const way = strategyOf(subject.service, release);
  const [phase] = phasesOf(way);
  if (phase === undefined) {
    return refused(
      `${subject.service} can't be changed by ${way.kind}, which has no step; give it some: --steps 10,50`,
    );
  }
  const rollout = {
    phase,
    next,
    cause,
    ...(emergency !== undefined && { emergency, emergencyUntil }),
    ...(subject.set && { set: [...subject.set] }),
  };
  const problems = checkRollout(way, before, rollout);
  if (problems.length > 0) {
    return refused(`${subject.service} stays as it is: ${problems.map(({ message }) => message).join("\n")}`);
  }
  return changedTo({ ...release, rollout });
}

function advanced(subject: Subject, before: ServiceRelease, rollout: Rollout): ChangeResult {
  const phase = phaseAfter(strategyOf(subject.service, before), rollout.phase);
  if (phase === undefined) {
    return refused(
      `${subject.service} is at its last step, ${rollout.phase}. Make ${rollout.next.tag} its own: ${commandLine("finish", subject)}`,
    );
  }
  return changedTo({ ...before, rollout: { ...rollout, phase } });
}

function finished(
  subject: Subject,
  before: ServiceRelease,
  { phase, next, cause, emergency, emergencyUntil, set, at, by }: Rollout & Stamp,
): ChangeResult {
  const strategy = strategyOf(subject.service, before);
  const after = phaseAfter(strategy, phase);
  if (after !== undefined) {
    return refused(
      `${subject.service} is at step ${phase}, and ${after} comes before the end. Go on: ${commandLine("advance", subject)}`,
    );
  }
  const slot = before.slot ?? FIRST_SLOT;
  const own = finalSlot(strategy, slot);
  const { tag, digest } = next;
  return changedTo({
    ...newRevision(before, { tag, digest, cause, emergency, emergencyUntil, set, at, by }),
    ...(own !== slot && { slot: own }),
  });
}

function rolledBack(
  subject: Subject,
  before: ServiceRelease,
  { to: wanted, cause }: Extract<Change, { kind: "rollback" }>,
  stamp: Stamp,
): ChangeResult {
  const history = before.history ?? [];
  const earlier = wanted === undefined ? history.at(-1) : history.find(({ revision }) => revision === wanted);
  if (earlier === undefined) {
    return refused(noSuchRevision(subject, before, wanted));
  }
  const { tag, digest } = earlier;
  if (tag === before.tag && digest === before.digest) {
    return refused(
      `${subject.service} stays as it is: revision ${earlier.revision} is ${tag} too, which runs. Name another one of ` +
        commandLine("history", subject),
    );
  }
  return changedTo(newRevision(before, { tag, digest, cause, ...stamp }));
}

/** What ran becomes history, and what takes its place is numbered as the next revision. */
export function newRevision(before: ServiceRelease, next: Omit<EarlierRevision, "revision">): ServiceRelease {
  const { tag, digest, cause, emergency, emergencyUntil, set, at, by } = next;
  const revision = revisionOf(before);
  const replaced = {
    revision,
    tag: before.tag,
    digest: before.digest,
    cause: before.cause,
    emergency: before.emergency,
    emergencyUntil: before.emergencyUntil,
    set: before.set,
    at: before.at,
    by: before.by,
  };
  const history = [...(before.history ?? []), replaced].slice(-MOST_HISTORY);
  return {
    ...withoutRollout(before),
    tag,
    digest,
    cause,
    emergency,
    emergencyUntil,
    set,
    at,
    by,
    revision: revision + 1,
    history,
  };
}

function noneUnderWay(subject: Subject, { tag, history = [] }: ServiceRelease, verb: string): string {
  const earlier = history.at(-1);
  const otherWay =
    verb === "abort" && earlier !== undefined
      ? `The pods of ${earlier.tag} (revision ${earlier.revision}) are gone, so nothing can be switched back to them; bring ` +
        `that version back as a new revision: ${commandLine("rollback", subject, "--cause WHY")}`
      : `Start one: ${commandLine("start", subject, "VERSION", "--cause WHY")}`;
  return `no change of ${subject.service} is under way to ${verb}; it runs ${tag}. ${otherWay}`;
}

function alreadyUnderWay(subject: Subject, rollout: Rollout): string {
  const { next, phase } = rollout;
  return (
    `${subject.service} is changing to ${next.tag} already (step ${phase}). Take that back first, which is at once: ` +
    commandLine("abort", changing(subject, rollout))
  );
}

function notAlone(subject: Subject, verb: string): string {
  const { service, set = [] } = subject;
  const others = set.filter((name) => name !== service).join(" and ");
  return `${service} changes in a set with ${others}, which goes on and back as one: ${commandLine(verb, subject)}`;
}

function noSuchRevision(subject: Subject, { tag, history = [] }: ServiceRelease, to: number | undefined): string {
  const start = `Any version can be brought in: ${commandLine("start", subject, "VERSION", "--cause WHY")}`;
  if (history.length === 0) {
    return `${subject.service} has no earlier revision than ${tag} to go back to. ${start}`;
  }
  const known = history.map((earlier) => `${earlier.revision} (${earlier.tag})`).join(", ");
  return `${subject.service} has no earlier revision ${to ?? ""}; there are ${known}. ${start}`;
}
