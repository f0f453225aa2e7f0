import type { types } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type CookieOrNone, type MigrationPlan, type Placement, type Side, SIDES } from "./plan";

/**
 * The same position of a plan as the action of an ALB's listener or rule: `forward` to two target groups by weight. A weight is
 * a whole number from 0 to 999; percent fit.
 *
 * An ALB has no stickiness by address, so such a plan does not compile here. A server that drains or is in maintenance has the
 * weight 0; one that must get nothing at all is taken out of its target group.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html
 */
export function forwardAction(
  { stickiness }: MigrationPlan<CookieOrNone>,
  placements: Readonly<Record<Side, Placement>>,
  targetGroupArns: Readonly<Record<Side, pulumi.Input<string>>>,
): types.input.lb.ListenerRuleAction {
  return {
    type: "forward",
    forward: {
      targetGroups: SIDES.map((side) => ({ arn: targetGroupArns[side], weight: weightOf(placements[side]) })),
      ...(stickiness.kind === "cookie" && { stickiness: { enabled: true, duration: stickiness.seconds } }),
    },
  };
}

function weightOf(placement: Placement): number {
  return placement.state === "ready" ? placement.weight : 0;
}
