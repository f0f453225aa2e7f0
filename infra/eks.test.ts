import { describe, expect, it } from "vitest";
import { checkEks, type EksSettings } from "./eks";

const good: EksSettings = {
  clusterName: "thoughts",
  network: { cidr: "10.0.0.0/16", zones: ["a", "b", "c"], natGateways: "perZone" },
  publicAccessCidrs: ["54.240.193.128/26"],
  access: { deployer: "arn:aws:iam::123456789012:role/deploy", others: {} },
  compute: {
    kind: "managedNodeGroups",
    groups: { general: { instanceTypes: ["m5.large"], zones: ["a", "b"], min: 2, desired: 2, max: 2 } },
  },
  crdsApplied: [],
  logRetentionDays: 90,
};

function problemsOf(change: Partial<EksSettings>): readonly string[] {
  return checkEks({ ...good, ...change }).map(({ path, message }) => `${path}: ${message}`);
}

describe("a cluster that is made", () => {
  it("passes when AWS takes all of it", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ publicAccessCidrs: [] })).toEqual([]);
  });

  it("has a public endpoint for ranges that name somebody only", () => {
    expect(
      problemsOf({ publicAccessCidrs: ["0.0.0.0/0", "203.0.113.0/24"] }).map((text) => text.split(" ")[1]),
    ).toEqual(['"0.0.0.0/0"', '"203.0.113.0/24"']);
  });

  it("is refused with every problem at once, each where it is", () => {
    const group = { instanceTypes: ["m5.large"], min: 2, desired: 1, max: 2 } as const;
    const problems = problemsOf({
      clusterName: "no name",
      network: { ...good.network, cidr: "8.8.8.0/24" },
      access: { deployer: "me", others: {} },
      compute: { kind: "managedNodeGroups", groups: { general: group } },
    });
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([
      "clusterName",
      "network.cidr",
      "access.deployer",
      "compute.groups.general.desired",
      "compute.groups.general.zones",
    ]);
  });
});
