import { FIRST_SLOT, type LiveSlot } from "../base/labels";
import { type Problem, under } from "../base/problems";
import { type Exposure, hasTargetGroups, weighs } from "../ingress/exposure";
import type { ImageVersion } from "../workload/image";
import type { Scaling } from "../workload/scaling";
import { checkPlan, planRollout, type RolloutPlan } from "./plan";
import { checkRollout, type Rollout } from "./rollout";
import { checkStrategy, ROLLING_DEFAULT, type Strategy } from "./strategy";

/** What a service runs, and what it is changing to. */
export interface Release {
  /** The slot that is the service's own. @default "blue" */
  readonly slot?: LiveSlot;
  /** Why it runs what it runs: annotation `kubernetes.io/change-cause`. @default - not said */
  readonly cause?: string;
  /** @default - none: one version runs */
  readonly rollout?: Rollout;
}

/** A release, and what of its service decides how it goes on. */
export interface ReleaseArgs {
  readonly image: ImageVersion;
  readonly scaling: Scaling;
  /** @default - rolling, 25 % unavailable and 25 % extra */
  readonly strategy?: Strategy;
  /** @default - internal */
  readonly exposure?: Exposure;
  /** @default - one version, in the first slot */
  readonly release?: Release;
}

/** What there is to be for a release that passed {@link checkRelease}. */
export function planRelease(args: ReleaseArgs): RolloutPlan {
  return planRollout(planArgs(args));
}

function planArgs({ strategy = ROLLING_DEFAULT, scaling, exposure, release }: ReleaseArgs) {
  return {
    strategy,
    scaling,
    slot: release?.slot ?? FIRST_SLOT,
    phase: release?.rollout?.phase,
    weighted: exposure !== undefined && weighs(exposure),
    bySlot: exposure !== undefined && hasTargetGroups(exposure),
  };
}

/** Whether a service's strategy can be had, and whether the change that is under way is one of it. */
export function checkRelease(args: ReleaseArgs): readonly Problem[] {
  const { strategy = ROLLING_DEFAULT, image, release } = args;
  const problems = [...under("strategy", checkStrategy(strategy))];
  if (release?.rollout === undefined) {
    return problems;
  }
  const wrong = checkRollout(strategy, image, release.rollout);
  return [...problems, ...under("release.rollout", wrong.length > 0 ? wrong : checkPlan(planArgs(args)))];
}
