import { describe, expect, it } from "vitest";
import { type MigrationPlan, placementsAt, positionsOf } from "./plan";
import { forwardAction } from "./target-groups";
import { PLAN } from "./testing/example";

const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:us-west-2:111111111111:targetgroup/${name}/0123456789abcdef`;
const GROUPS = { old: arn("example"), new: arn("aws") };

describe("an ALB's action", () => {
  it("has the shares of the plan at each position, and holds clients as long as its cookie does", () => {
    const actions = positionsOf(PLAN).map((position) => forwardAction(PLAN, placementsAt(position), GROUPS));
    const of = (old: number, share: number) => ({
      type: "forward",
      forward: {
        targetGroups: [
          { arn: GROUPS.old, weight: old },
          { arn: GROUPS.new, weight: share },
        ],
        stickiness: { enabled: true, duration: 3_600 },
      },
    });
    expect(actions).toEqual([of(100, 0), of(90, 10), of(50, 50), of(0, 100)]);
  });

  it("holds nobody where the plan does not, and sends nothing to a server that was taken out by hand", () => {
    const plan = { ...PLAN, stickiness: { kind: "none" } } as const;
    const placements = placementsAt({ weights: { old: 50, new: 50 } }, { side: "new", state: "maint" });
    expect(forwardAction(plan, placements, GROUPS).forward).toEqual({
      targetGroups: [
        { arn: GROUPS.old, weight: 50 },
        { arn: GROUPS.new, weight: 0 },
      ],
    });
  });

  it("can't be made of a plan that holds clients by their address", () => {
    const plan: MigrationPlan = { ...PLAN, stickiness: { kind: "source" } };
    // @ts-expect-error an ALB knows no stickiness by address
    const action = forwardAction(plan, placementsAt({ weights: { old: 50, new: 50 } }), GROUPS);
    expect(action.type).toBe("forward");
  });
});
