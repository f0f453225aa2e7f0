import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestAccount } from "../testing";

const CLUSTER = "aws:eks/cluster:Cluster";

describe("EKS of the stand-in for AWS", () => {
  let account: TestAccount;
  const reasons = (publicAccessCidrs: readonly string[]) =>
    account.reasons(CLUSTER, {
      name: "a",
      roleArn: "arn:aws:iam::111111111111:role/eks",
      vpcConfig: { subnetIds: ["subnet-0123456789abcdef0"], publicAccessCidrs: [...publicAccessCidrs] },
    });

  beforeEach(() => {
    account = new TestAccount();
  });
  afterEach(() => account.remove());

  it.each(["203.0.113.0/24", "198.51.100.7/32", "10.0.0.0/8", "192.168.1.0/24", "127.0.0.1/32", "0.0.0.0/1"])(
    "lets nobody from %s reach a public endpoint, as EKS does not",
    (cidr) => {
      expect(reasons([cidr])).toEqual([
        `vpcConfig.publicAccessCidrs[0]: InvalidParameterException: The following CIDRs are not allowed in publicAccessCidrs: [${cidr}]`,
      ]);
    },
  );

  it("lets 40 ranges of the internet reach it, or everybody, but not 41 ranges", () => {
    const ranges = (count: number) => Array.from({ length: count }, (_, index) => `54.240.193.${index}/32`);
    expect(reasons(ranges(40))).toEqual([]);
    expect(reasons(["0.0.0.0/0"])).toEqual([]);
    expect(reasons(ranges(41))).toEqual([
      "vpcConfig.publicAccessCidrs: 41 ranges are too many; at most 40 are allowed",
    ]);
  });
});
