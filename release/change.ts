import { FIRST_SLOT } from "../components/base/labels";
import { checkRollout, finalSlot, phaseAfter, phasesOf } from "../components/rollout/rollout";
import { strategyOf } from "../infra/service-settings";
import type { ServiceName } from "../infra/system";
import { type Refusal, refused } from "./refusal";
import type { EarlierRevision, ServiceRelease, Stamp } from "./service-release";

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

type Rollout = NonNullable<ServiceRelease["rollout"]>;

/** A release after a change, or why there can't be such a change. */
export type ChangeResult = { readonly kind: "changed"; readonly release: ServiceRelease } | Refusal;

/**
 * The release after a change; nothing else is remembered anywhere.
 * @param stamp what a new revision is marked with. @default - nothing
 */
export function changed(service: ServiceName, before: ServiceRelease, change: Change, stamp: Stamp = {}): ChangeResult {
  const { rollout } = before;
  switch (change.kind) {
    case "start":
      return rollout === undefined ? started(service, before, change) : refused(alreadyUnderWay(service, rollout));
    case "rollback":
      return rollout === undefined
        ? rolledBack(service, before, change, stamp)
        : refused(alreadyUnderWay(service, rollout));
    case "advance":
    case "finish":
    case "abort":
      return rollout === undefined
        ? refused(noneUnderWay(service, before, change.kind))
        : goneOn(service, { before, rollout, stamp }, change.kind);
    default:
      return change satisfies never;
  }
}

/** What becomes of a change that is under way. */
function goneOn(
  service: ServiceName,
  { before, rollout, stamp }: { readonly before: ServiceRelease; readonly rollout: Rollout; readonly stamp: Stamp },
  how: "advance" | "finish" | "abort",
): ChangeResult {
  switch (how) {
    case "advance":
      return advanced(service, before, rollout);
    case "finish":
      return finished(service, before, { ...rollout, ...stamp });
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
  service: ServiceName,
  before: ServiceRelease,
  { next, cause, emergency, strategy }: Extract<Change, { kind: "start" }>,
): ChangeResult {
  if (/^v\d/.test(before.tag) && /^\d+(\.\d+)+/.test(next.tag)) {
    return refused(`"${next.tag}" is no version of ${service}, which runs "${before.tag}"; write "v${next.tag}".`);
  }
  const release = { ...before, ...(strategy && { strategy }) };
  const way = strategyOf(service, release);
  const [phase] = phasesOf(way);
  if (phase === undefined) {
    return refused(`${service} can't be changed by ${way.kind}, which has no step; give it some: --steps 10,50`);
  }
  const rollout = { phase, next, cause, ...(emergency !== undefined && { emergency }) };
  const problems = checkRollout(way, before, rollout);
  if (problems.length > 0) {
    return refused(`${service} stays as it is: ${problems.map(({ message }) => message).join("\n")}`);
  }
  return changedTo({ ...release, rollout });
}

function advanced(service: ServiceName, before: ServiceRelease, rollout: Rollout): ChangeResult {
  const phase = phaseAfter(strategyOf(service, before), rollout.phase);
  if (phase === undefined) {
    return refused(
      `${service} is in its last phase, ${rollout.phase}. Make ${rollout.next.tag} its own: ${commandLine("finish", service)}`,
    );
  }
  return changedTo({ ...before, rollout: { ...rollout, phase } });
}

function finished(
  service: ServiceName,
  before: ServiceRelease,
  { phase, next, cause, emergency, at, by }: Rollout & Stamp,
): ChangeResult {
  const strategy = strategyOf(service, before);
  const after = phaseAfter(strategy, phase);
  if (after !== undefined) {
    return refused(
      `${service} is in phase ${phase}, and ${after} comes before the end. Go on: ${commandLine("advance", service)}`,
    );
  }
  const slot = before.slot ?? FIRST_SLOT;
  const own = finalSlot(strategy, slot);
  const { tag, digest } = next;
  return changedTo({
    ...newRevision(before, { tag, digest, cause, emergency, at, by }),
    ...(own !== slot && { slot: own }),
  });
}

function rolledBack(
  service: ServiceName,
  before: ServiceRelease,
  { to: wanted, cause }: Extract<Change, { kind: "rollback" }>,
  stamp: Stamp,
): ChangeResult {
  const history = before.history ?? [];
  const earlier = wanted === undefined ? history.at(-1) : history.find(({ revision }) => revision === wanted);
  if (earlier === undefined) {
    return refused(noSuchRevision(service, before, wanted));
  }
  const { tag, digest } = earlier;
  if (tag === before.tag && digest === before.digest) {
    return refused(
      `${service} stays as it is: revision ${earlier.revision} is ${tag} too, which runs. Name another one of ` +
        commandLine("history", service),
    );
  }
  return changedTo(newRevision(before, { tag, digest, cause, ...stamp }));
}

/** What ran becomes history, and what takes its place is numbered as the next revision. */
export function newRevision(before: ServiceRelease, next: Omit<EarlierRevision, "revision">): ServiceRelease {
  const { tag, digest, cause, emergency, at, by } = next;
  const revision = revisionOf(before);
  const replaced = {
    revision,
    tag: before.tag,
    digest: before.digest,
    cause: before.cause,
    emergency: before.emergency,
    at: before.at,
    by: before.by,
  };
  const history = [...(before.history ?? []), replaced].slice(-MOST_HISTORY);
  return { ...withoutRollout(before), tag, digest, cause, emergency, at, by, revision: revision + 1, history };
}

function noneUnderWay(service: ServiceName, { tag, history = [] }: ServiceRelease, verb: string): string {
  const earlier = history.at(-1);
  const otherWay =
    verb === "abort" && earlier !== undefined
      ? `The pods of ${earlier.tag} (revision ${earlier.revision}) are gone, so nothing can be switched back to them; bring ` +
        `that version back as a new revision: ${commandLine("rollback", service, "--cause WHY")}`
      : `Start one: ${commandLine("start", service, "VERSION", "--cause WHY")}`;
  return `no change of ${service} is under way to ${verb}; it runs ${tag}. ${otherWay}`;
}

function alreadyUnderWay(service: ServiceName, { next, phase }: Rollout): string {
  return (
    `${service} is changing to ${next.tag} already (phase ${phase}). Take that back first, which is at once: ` +
    commandLine("abort", service)
  );
}

function noSuchRevision(service: ServiceName, { tag, history = [] }: ServiceRelease, to: number | undefined): string {
  const start = `Any version can be brought in: ${commandLine("start", service, "VERSION", "--cause WHY")}`;
  if (history.length === 0) {
    return `${service} has no earlier revision than ${tag} to go back to. ${start}`;
  }
  const known = history.map((earlier) => `${earlier.revision} (${earlier.tag})`).join(", ");
  return `${service} has no earlier revision ${to ?? ""}; there are ${known}. ${start}`;
}
