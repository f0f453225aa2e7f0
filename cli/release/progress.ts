import { phaseAfter, phasesOf } from "../../components/rollout/rollout";
import { strategyOf } from "../../infra/service-settings";
import type { ServiceName } from "../../infra/system";
import { changing, commandLine, type Subject } from "../../release/change";
import type { ServiceRelease } from "../../release/service-release";

/** A change of a service's version that is under way: how far it has come, and how it goes on. */
export interface Progress {
  readonly service: ServiceName;
  readonly from: string;
  readonly to: string;
  readonly strategy: string;
  /** In their order; behind the last one it is `finished`. */
  readonly steps: readonly { readonly name: string; readonly state: "past" | "now" | "to come" }[];
  /** @default - undefined: nobody said why */
  readonly cause: string | undefined;
  /** Why it could not go through staging first. @default - undefined: it did, or had not to */
  readonly emergency: string | undefined;
  /** The services that change as one with it. @default - undefined: it changes alone */
  readonly set: readonly ServiceName[] | undefined;
  /** What goes on, and what takes it back. */
  readonly commands: readonly [on: Command, back: Command];
}

interface Command {
  readonly line: string;
  readonly effect: string;
}

/** @returns undefined if no change is under way */
export function progressOf(subject: Subject, release: ServiceRelease): Progress | undefined {
  const { service } = subject;
  const { tag, rollout } = release;
  if (rollout === undefined) {
    return undefined;
  }
  const { next, phase, cause, emergency, set } = rollout;
  const moving = changing(subject, rollout);
  const strategy = strategyOf(service, release);
  const phases = phasesOf(strategy);
  const at = phases.indexOf(phase);
  const after = phaseAfter(strategy, phase);
  return {
    service,
    from: tag,
    to: next.tag,
    strategy: strategy.kind,
    steps: [...phases, "finished"].map((name, index) => ({ name, state: stateOf(index, at) })),
    cause,
    emergency,
    set,
    commands: [
      after === undefined
        ? { line: commandLine("finish", moving), effect: `make ${next.tag} its own` }
        : { line: commandLine("advance", moving), effect: `go on to ${after}` },
      { line: commandLine("abort", moving), effect: `take it back to ${tag}` },
    ],
  };
}

function stateOf(step: number, now: number): "past" | "now" | "to come" {
  if (step === now) {
    return "now";
  }
  return step < now ? "past" : "to come";
}
