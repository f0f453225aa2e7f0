import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { record, type Recorded } from "../testing/recording";
import { Network, type NetworkArgs } from "./network";

const args: NetworkArgs = {
  region: "us-west-2",
  cidr: "10.0.0.0/16",
  zones: ["a", "b", "c"],
  natGateways: "perZone",
  flowLogGroup: "/flows",
  flowLogRetentionDays: 30,
  keyArn: "arn:aws:kms:us-west-2:123456789012:key/1",
};

async function recorded(change: Partial<NetworkArgs> = {}) {
  const { resources } = await record(() => {
    const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
    new Network("net", { ...args, ...change }, { provider });
  });
  return {
    all: (type: string) => resources.filter((resource) => resource.type === type),
    one: (name: string): Recorded => {
      const found = resources.find((resource) => resource.name === name);
      if (found === undefined) throw new Error(`no ${name}; there are ${resources.map((r) => r.name).join(", ")}`);
      return found;
    },
  };
}

/** Of the arguments as they are. */
const plain = recorded();

describe("a network", () => {
  it("has a public and a private subnet in each zone, tagged for the load balancers that go there", async () => {
    const { all } = await plain;
    expect(
      all("aws:ec2/subnet:Subnet").map(({ name, inputs }) => [name, inputs.availabilityZone, inputs.cidrBlock]),
    ).toEqual([
      ["net-public-a", "us-west-2a", "10.0.128.0/24"],
      ["net-public-b", "us-west-2b", "10.0.129.0/24"],
      ["net-public-c", "us-west-2c", "10.0.130.0/24"],
      ["net-private-a", "us-west-2a", "10.0.0.0/20"],
      ["net-private-b", "us-west-2b", "10.0.16.0/20"],
      ["net-private-c", "us-west-2c", "10.0.32.0/20"],
    ]);
    for (const { name, inputs } of all("aws:ec2/subnet:Subnet")) {
      const tag = name.startsWith("net-public") ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb";
      expect(inputs.tags).toMatchObject({ Name: name, [tag]: "1" });
      expect(inputs).not.toHaveProperty("mapPublicIpOnLaunch");
    }
  });

  it("leads each zone's private subnet to the internet by the gateway of the same zone", async () => {
    const { one } = await plain;
    for (const zone of ["a", "b", "c"]) {
      expect(one(`net-nat-${zone}`).inputs.subnetId).toBe(`net-public-${zone}-id`);
      expect(one(`net-private-${zone}-default-route`).inputs.natGatewayId).toBe(`net-nat-${zone}-id`);
      expect(one(`net-private-${zone}-association`).inputs).toEqual({
        subnetId: `net-private-${zone}-id`,
        routeTableId: `net-private-${zone}-route-table-id`,
      });
      expect(one(`net-public-${zone}-association`).inputs.routeTableId).toBe("net-public-route-table-id");
    }
    expect(one("net-public-default-route").inputs.gatewayId).toBe("net-internet-gateway-id");
  });

  it("has one NAT gateway for all zones where one is enough", async () => {
    const { all, one } = await recorded({ natGateways: "single" });
    expect(all("aws:ec2/natGateway:NatGateway").map(({ name }) => name)).toEqual(["net-nat-a"]);
    expect(one("net-private-c-default-route").inputs.natGatewayId).toBe("net-nat-a-id");
  });

  it("makes public addresses after the internet gateway, so that it is detached after them", async () => {
    const { one } = await plain;
    expect(one("net-nat-a-eip").dependsOn).toContain("net-internet-gateway");
    expect(one("net-nat-a").dependsOn).toContain("net-internet-gateway");
  });

  it("reaches the registry, its storage and STS without leaving AWS", async () => {
    const { all } = await plain;
    const endpoints = all("aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => inputs);
    expect(endpoints.map(({ serviceName, vpcEndpointType }) => [serviceName, vpcEndpointType])).toEqual([
      ["com.amazonaws.us-west-2.s3", "Gateway"],
      ["com.amazonaws.us-west-2.ecr.api", "Interface"],
      ["com.amazonaws.us-west-2.ecr.dkr", "Interface"],
      ["com.amazonaws.us-west-2.sts", "Interface"],
    ]);
    expect(endpoints[0]?.routeTableIds).toHaveLength(3);
    expect(endpoints[1]).toMatchObject({
      privateDnsEnabled: true,
      securityGroupIds: ["net-endpoints-security-group-id"],
    });
    expect(all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs)).toEqual([
      {
        securityGroupId: "net-endpoints-security-group-id",
        cidrIpv4: "10.0.0.0/16",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
    ]);
  });

  it("lets nobody in by the group that AWS takes for whatever names none", async () => {
    expect((await plain).one("net-default-security-group").inputs).toEqual({ vpcId: "net-vpc-id" });
  });

  it("logs all traffic, encrypted, for as long as it is told, by a role that may do nothing else", async () => {
    const { one } = await plain;
    expect(one("net-flow-log-group").inputs).toMatchObject({
      name: "/flows",
      retentionInDays: 30,
      kmsKeyId: args.keyArn,
    });
    expect(one("net-flow-log").inputs).toMatchObject({ vpcId: "net-vpc-id", trafficType: "ALL" });
    const { Statement } = JSON.parse(String(one("net-flow-role-policy").inputs.policy)) as {
      Statement: readonly { Action: readonly string[]; Resource: readonly string[] }[];
    };
    expect(Statement.map(({ Resource }) => Resource)).toEqual([
      ["arn-of-net-flow-log-group", "arn-of-net-flow-log-group:*"],
    ]);
    expect(Statement[0]?.Action.every((action) => action.startsWith("logs:"))).toBe(true);
  });
});
