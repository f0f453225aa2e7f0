import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestAccount } from "../testing";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
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

  it.each([
    ["us-east-1", "abcdf", "e"],
    ["us-west-1", "ac", ""],
    ["ca-central-1", "abd", ""],
    ["us-west-2", "abcd", ""],
  ])("makes clusters in %s, in zones that a new account has and that take one", async (region, zones, refused) => {
    account.provider.configure({ region, allowedAccountIds: '["111111111111"]' });
    const make = async (letters: string, range: string) => {
      const vpc = await account.create("aws:ec2/vpc:Vpc", { cidrBlock: `10.${range}.0.0/16` });
      const subnets = await Promise.all(
        Array.from(letters, (letter, index) =>
          account.create("aws:ec2/subnet:Subnet", {
            vpcId: vpc.id,
            cidrBlock: `10.${range}.${index}.0/24`,
            availabilityZone: `${region}${letter}`,
          }),
        ),
      );
      const role = await account.create("aws:iam/role:Role", { name: `role-${range}`, assumeRolePolicy: TRUST });
      const vpcConfig = { subnetIds: subnets.map(({ id }) => id) };
      return account.create(CLUSTER, { name: `cluster-${range}`, roleArn: role.properties.arn ?? "", vpcConfig });
    };
    await expect(make(zones, "1")).resolves.toMatchObject({ id: "cluster-1" });
    if (refused !== "") {
      await expect(make(zones + refused, "2")).rejects.toThrow("UnsupportedAvailabilityZoneException");
    }
  });

  it.each([
    ["ap-northeast-1b", "ap-northeast-1a, ap-northeast-1c, ap-northeast-1d"],
    ["us-west-1b", "us-west-1a, us-west-1c"],
    ["us-west-2e", "us-west-2a, us-west-2b, us-west-2c, us-west-2d"],
  ])("has no subnet in %s, a zone that a new account does not have", (availabilityZone, zones) => {
    const inputs = { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24", availabilityZone };
    expect(account.reasons("aws:ec2/subnet:Subnet", inputs)).toEqual([
      expect.stringContaining(`Value (${availabilityZone}) for parameter availabilityZone is invalid. Subnets can`),
    ]);
    expect(account.reasons("aws:ec2/subnet:Subnet", inputs)[0]).toContain(`availability zones: ${zones}.`);
  });

  it.each([
    ["eu-nowhere-9", "invalid AWS Region: eu-nowhere-9"],
    ["cn-north-1", "cn-north-1 is in another partition"],
  ])("is in no region %s", (region, message) => {
    expect(account.provider.checkOptions({ region, allowedAccountIds: '["111111111111"]' })).toEqual([
      { property: "region", reason: expect.stringContaining(message) as string },
    ]);
  });

  it("lets 40 ranges of the internet reach it, or everybody, but not 41 ranges", () => {
    const ranges = (count: number) => Array.from({ length: count }, (_, index) => `54.240.193.${index}/32`);
    expect(reasons(ranges(40))).toEqual([]);
    expect(reasons(["0.0.0.0/0"])).toEqual([]);
    expect(reasons(ranges(41))).toEqual([
      "vpcConfig.publicAccessCidrs: 41 ranges are too many; at most 40 are allowed",
    ]);
  });
});
