import { describe, expect, it } from "vitest";
import type { BaseGroup, ClusterAutoscalerCompute, ExtraNodes } from "./autoscaled-nodes";
import { checkCompute, type Compute, nodeGroupsOf } from "./compute";

const zones = ["a", "b", "c"] as const;
const general: BaseGroup = { instanceTypes: ["m5.large"], zones: ["a", "b"], nodes: 2 };
const extra: ExtraNodes = { instanceTypes: ["m5.large", "m6i.large"], zones: ["a", "b"], maxPerZone: 3 };

const compute = (change: Partial<ExtraNodes> = {}, base: ClusterAutoscalerCompute["base"] = { general }) =>
  ({ kind: "clusterAutoscaler", base, extra: { ...extra, ...change } }) as const satisfies Compute;

const problems = (given: Compute) => checkCompute(given, zones).map(({ path, message }) => `${path}: ${message}`);

describe("nodes that follow the pods", () => {
  it("are a base that stays, and in each zone a group that begins with none", () => {
    expect(problems(compute({ capacity: "spot" }))).toEqual([]);
    const follower = { instanceTypes: extra.instanceTypes, capacity: "spot", min: 0, desired: 0, max: 3 };
    expect(nodeGroupsOf(compute({ capacity: "spot" }), zones)).toEqual({
      general: { instanceTypes: ["m5.large"], zones: ["a", "b"], min: 2, desired: 2, max: 2 },
      "extra-a": { ...follower, zones: ["a"] },
      "extra-b": { ...follower, zones: ["b"] },
    });
  });

  it("leave no zone without a node of the base: an autoscaler takes the others away", () => {
    expect(problems(compute({}, { general: { ...general, nodes: 1 } }))).toEqual([
      expect.stringMatching(/^base\.general\.zones: the nodes may be as few as 1, over 2 zones \(a, b\)/),
      expect.stringMatching(/^extra\.zones: the nodes may be as few as 0, over 1 zones \(a\)/),
    ]);
    expect(problems(compute({ zones: ["a", "c"] }))).toEqual([expect.stringMatching(/^extra\.zones: .* \(c\)/)]);
    expect(problems(compute({}, {}))).toEqual([
      "base: there is none, so no pod could run; add one.",
      expect.stringMatching(/^extra\.zones: /),
    ]);
  });

  it.each([
    [{ maxPerZone: 0 }, "extra.maxPerZone: 0 is no number of nodes; use a whole number from 1."],
    [{ instanceTypes: ["m5"] }, 'extra.instanceTypes: "m5" is no EC2 instance type; use one such as "m5.large".'],
    [
      { instanceTypes: ["m5.large", "m5.xlarge"] },
      "extra.instanceTypes: m5.large, m5.xlarge differ in size, and the autoscaler reckons with the first; name types of " +
        'one family letter and size, such as "m5.large" and "m6i.large".',
    ],
    [{ zones: ["d"] }, 'extra.zones: ["d"] are no zones for nodes; use some of a, b, c, each once.'],
    [{ zones: [] }, "extra.zones: [] are no zones for nodes; use some of a, b, c, each once."],
    [{ zones: ["a", "a"] }, 'extra.zones: ["a","a"] are no zones for nodes; use some of a, b, c, each once.'],
  ] as const)("are refused with %j", (change, problem) => {
    expect(problems(compute(change as Partial<ExtraNodes>))).toEqual([problem]);
  });

  it("are refused with a base of another name's group, or a number that is none, said once", () => {
    expect(problems(compute({}, { general, "extra-a": general }))).toEqual([
      'base.extra-a: groups that follow the pods are called "extra-…"; give this one another name.',
    ]);
    expect(problems(compute({}, { general: { ...general, nodes: 2.5 } }))).toEqual([
      "base.general.nodes: 2.5 is no number of nodes; use a whole number from 1.",
    ]);
  });

  it("can't be changed by time or CPU as well, nor stand on spot alone: that does not compile", () => {
    // @ts-expect-error: a schedule and the autoscaler would undo each other's work
    const scheduled: BaseGroup = { ...general, scaling: { schedules: {} } };
    // @ts-expect-error: AWS takes spot nodes back at two minutes' notice, all of them at once
    const spot: BaseGroup = { ...general, capacity: "spot" };
    // @ts-expect-error: who says the number is one choice
    const both: Compute = { ...compute(), groups: {} };
    expect([scheduled, spot, both]).toHaveLength(3);
  });
});
