import { describe, expect, it } from "vitest";
import { architectureOf, checkNodeGroup, type NodeGroup } from "./node-group";

const group: NodeGroup = { instanceTypes: ["m5.large"], min: 2, desired: 2, max: 4 };

describe("a node group", () => {
  it("may have any size between its bounds", () => {
    expect(checkNodeGroup(group)).toEqual([]);
    expect(checkNodeGroup({ ...group, min: 1, desired: 1 })).toEqual([]);
    expect(checkNodeGroup({ ...group, instanceTypes: ["m5.large", "m5a.large"], capacity: "spot" })).toEqual([]);
  });

  it.each<[Partial<NodeGroup>, string]>([
    [{ desired: 1 }, "desired: 1 nodes are not between min 2 and max 4; change min or max with it."],
    [{ desired: 5 }, "desired: 5 nodes are not between min 2 and max 4; change min or max with it."],
    [{ min: 0 }, "min: 0 is no number of nodes; use a whole number from 1."],
    [{ max: 2.5 }, "max: 2.5 is no number of nodes; use a whole number from 1."],
    [{ instanceTypes: ["large"] }, `instanceTypes: "large" is no EC2 instance type; use one such as "m5.large".`],
    [
      { instanceTypes: ["m5.large", "m7g.large"] },
      "instanceTypes: m5.large, m7g.large have different processors, so no image fits all; make a group for each.",
    ],
  ])("is refused with %j", (change, message) => {
    const problems = checkNodeGroup({ ...group, ...change });
    expect(problems.map(({ path, message: text }) => `${path}: ${text}`)).toEqual([message]);
  });

  it("knows AWS's own processors by their instances' names", () => {
    const types = ["m5.large", "m7g.large", "c8gn.xlarge", "g5.xlarge", "t3a.medium", "m7i-flex.large", "x2gd.metal"];
    expect(types.filter((type) => architectureOf(type) === "arm64")).toEqual([
      "m7g.large",
      "c8gn.xlarge",
      "x2gd.metal",
    ]);
  });
});
