import type { LiveSlot } from "../base/labels";
import { otherSlot } from "../base/labels";
import { type Problem, under } from "../base/problems";
import { checkImageVersion, type ImageVersion } from "../workload/image";
import type { Strategy } from "./strategy";

/** A version that is to take over. */
export interface NextVersion extends ImageVersion {
  /**
   * Whether it works beside the running version, on the same data. A version that needs another schema does not; only
   * `recreate` never has both at once (docs/system.md#rollout-strategies).
   * @default true
   */
  readonly coexists?: boolean;
}

/** How far a change of version has come; a canary's phases are its shares. */
export type Phase =
  /** The service's own pods were replaced, and are watched. */
  | "replaced"
  /** Its pods stand ready in the other slot, and nobody is sent there. */
  | "preview"
  /** Everybody is sent there, and the old pods stand ready. */
  | "switched"
  | `${number}%`;

/** A change of version that is under way. */
export interface Rollout {
  readonly next: NextVersion;
  readonly phase: Phase;
  /** Why: annotation `kubernetes.io/change-cause` of its pods. @default - not said */
  readonly cause?: string;
}

/** The phases of a strategy, in order. Behind the last one the change is finished, and each can be aborted. */
export function phasesOf(strategy: Strategy): readonly Phase[] {
  switch (strategy.kind) {
    case "recreate":
    case "rolling":
      return ["replaced"];
    case "blueGreen":
      return ["preview", "switched"];
    case "canary":
      return strategy.steps.map((share) => `${share}%` as const);
    default:
      return strategy satisfies never;
  }
}

/** The phase that comes next. @returns undefined where the change is finished next */
export function phaseAfter(strategy: Strategy, phase: Phase): Phase | undefined {
  const phases = phasesOf(strategy);
  return phases[phases.indexOf(phase) + 1];
}

/** The slot that is the service's own once a change has been finished. */
export function finalSlot(strategy: Strategy, slot: LiveSlot): LiveSlot {
  return strategy.kind === "blueGreen" ? otherSlot(slot) : slot;
}

export function checkRollout(strategy: Strategy, current: ImageVersion, { next, phase }: Rollout): readonly Problem[] {
  const phases = phasesOf(strategy);
  const problems: Problem[] = [...under("next", checkImageVersion(next))];
  if (!phases.includes(phase)) {
    problems.push({
      path: "phase",
      message: `"${phase}" is no step of ${strategy.kind}; it has ${phases.join(", ")}.`,
    });
  }
  if (next.tag === current.tag && next.digest === current.digest) {
    problems.push({
      path: "next",
      message: `${next.tag} runs already; name another version, or take the rollout out.`,
    });
  }
  if (next.coexists === false && strategy.kind !== "recreate") {
    problems.push({
      path: "next.coexists",
      message:
        `${next.tag} can't run beside ${current.tag} on the same data, and under ${strategy.kind} both run at once. ` +
        `Use the strategy recreate, which has an outage, or change the schema in steps that both versions work with.`,
    });
  }
  return problems;
}
