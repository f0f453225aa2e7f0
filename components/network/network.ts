import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import type { LogRetentionDays } from "../base/log-retention";
import { FlowLogs } from "./flow-logs";
import { ServiceEndpoints } from "./service-endpoints";
import { planSubnets, type ZoneLetter, type ZoneSubnets } from "./subnet-plan";

const CHILDREN = {
  vpc: aws.ec2.Vpc,
  "default-security-group": aws.ec2.DefaultSecurityGroup,
  "internet-gateway": aws.ec2.InternetGateway,
  public: each(aws.ec2.Subnet, (zone: ZoneLetter) => `public-${zone}`),
  "public-route-table": aws.ec2.RouteTable,
  "public-default-route": aws.ec2.Route,
  "public-association": each(aws.ec2.RouteTableAssociation, (zone: ZoneLetter) => `public-${zone}-association`),
  "nat-gateway": each(aws.ec2.NatGateway, (zone: ZoneLetter) => `nat-${zone}`),
  "nat-eip": each(aws.ec2.Eip, (zone: ZoneLetter) => `nat-${zone}-eip`),
  private: each(aws.ec2.Subnet, (zone: ZoneLetter) => `private-${zone}`),
  "private-route-table": each(aws.ec2.RouteTable, (zone: ZoneLetter) => `private-${zone}-route-table`),
  "private-default-route": each(aws.ec2.Route, (zone: ZoneLetter) => `private-${zone}-default-route`),
  "private-association": each(aws.ec2.RouteTableAssociation, (zone: ZoneLetter) => `private-${zone}-association`),
  endpoints: ServiceEndpoints,
  flow: FlowLogs,
};

export interface NetworkArgs extends Transformable<typeof CHILDREN> {
  readonly region: string;
  /** Range of all its addresses: `10.0.0.0/16`. */
  readonly cidr: string;
  readonly zones: readonly ZoneLetter[];
  /**
   * Through how many gateways private subnets reach the internet. With one, nobody does while its zone is out of order, and
   * traffic from other zones is paid for twice; with one a zone, each zone stands alone.
   */
  readonly natGateways: "single" | "perZone";
  /** Name of the log group of its flow logs. */
  readonly flowLogGroup: string;
  readonly flowLogRetentionDays: LogRetentionDays;
  /** Key that the flow logs are encrypted with. */
  readonly keyArn: pulumi.Input<string>;
}

const ANYWHERE = "0.0.0.0/0";

/** By these, AWS Load Balancer Controller finds where load balancers go. @see https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html */
const ROLE_TAGS = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
} as const;

/** A VPC with a public and a private subnet in each of its zones. */
export class Network extends Component<typeof CHILDREN> {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: pulumi.Output<string>;
  readonly publicSubnetIds: readonly pulumi.Output<string>[];
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  /** What must be there for private subnets to reach the internet: whatever runs in them depends on it. */
  readonly ways: readonly pulumi.Resource[];

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:Network", name, CHILDREN, args, opts);
    const vpc = this.make("vpc", {
      cidrBlock: args.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    // AWS makes it, open between its members, and takes it for whatever names none; without rules nobody is let in by mistake.
    this.make("default-security-group", { vpcId: vpc.id });
    const plan = planSubnets(args.cidr, args.zones);
    const publicSubnets = this.#subnets("public", vpc, plan, args.region);
    const privateSubnets = this.#subnets("private", vpc, plan, args.region);
    const { gateway, ways: publicWays } = this.#publicWays(vpc, publicSubnets);
    const nats = this.#natGateways(args, publicSubnets, gateway);
    const { tables, ways: privateWays } = this.#privateWays(vpc, privateSubnets, nats);
    this.make("endpoints", {
      region: args.region,
      vpc,
      subnetIds: ids(privateSubnets),
      routeTableIds: tables.map(({ id }) => id),
    });
    this.make("flow", {
      vpcId: vpc.id,
      group: args.flowLogGroup,
      retentionDays: args.flowLogRetentionDays,
      keyArn: args.keyArn,
    });
    this.vpcId = vpc.id;
    this.cidr = vpc.cidrBlock;
    this.publicSubnetIds = ids(publicSubnets);
    this.privateSubnetIds = ids(privateSubnets);
    // What leaves a private subnet goes on from a public one.
    this.ways = [...publicWays, ...privateWays];
    this.registerOutputs({ vpcId: this.vpcId, privateSubnetIds: this.privateSubnetIds });
  }

  #subnets(kind: "public" | "private", vpc: aws.ec2.Vpc, plan: readonly ZoneSubnets[], region: string): Subnets {
    const subnets = plan.map((subnet) => {
      const created = this.makeEach(kind, subnet.zone, {
        vpcId: vpc.id,
        availabilityZone: `${region}${subnet.zone}`,
        cidrBlock: subnet[kind],
        tags: { Name: this.nameOf(kind, subnet.zone), ...ROLE_TAGS[kind] },
      });
      return [subnet.zone, created] as const;
    });
    return new Map(subnets);
  }

  #publicWays(
    vpc: aws.ec2.Vpc,
    subnets: Subnets,
  ): { readonly gateway: aws.ec2.InternetGateway; readonly ways: readonly pulumi.Resource[] } {
    const gateway = this.make("internet-gateway", { vpcId: vpc.id, tags: { Name: this.nameOf("internet-gateway") } });
    const table = this.make("public-route-table", { vpcId: vpc.id, tags: { Name: this.nameOf("public-route-table") } });
    const route = this.make("public-default-route", {
      routeTableId: table.id,
      destinationCidrBlock: ANYWHERE,
      gatewayId: gateway.id,
    });
    const associations = [...subnets].map(([zone, subnet]) =>
      this.makeEach("public-association", zone, { subnetId: subnet.id, routeTableId: table.id }),
    );
    return { gateway, ways: [route, ...associations] };
  }

  /** By the zone they are in. */
  #natGateways({ zones, natGateways }: NetworkArgs, subnets: Subnets, gateway: aws.ec2.InternetGateway): NatGateways {
    const withGateway = natGateways === "single" ? zones.slice(0, 1) : zones;
    const created = withGateway.map((zone) => {
      // AWS gives no public address in a VPC whose gateway is not there yet, and detaches none that serves one.
      const options = { dependsOn: gateway };
      const { allocationId } = this.makeEach("nat-eip", zone, { domain: "vpc" }, options);
      const tags = { Name: this.nameOf("nat-gateway", zone) };
      const nat = this.makeEach("nat-gateway", zone, { allocationId, subnetId: subnets.get(zone)?.id, tags }, options);
      return [zone, nat] as const;
    });
    return new Map(created);
  }

  #privateWays(
    vpc: aws.ec2.Vpc,
    subnets: Subnets,
    nats: NatGateways,
  ): { readonly tables: readonly aws.ec2.RouteTable[]; readonly ways: readonly pulumi.Resource[] } {
    const [only] = nats.values();
    const made = [...subnets].map(([zone, subnet]) => {
      const tags = { Name: this.nameOf("private-route-table", zone) };
      const table = this.makeEach("private-route-table", zone, { vpcId: vpc.id, tags });
      const routeTableId = table.id;
      const route = this.makeEach("private-default-route", zone, {
        routeTableId,
        destinationCidrBlock: ANYWHERE,
        natGatewayId: (nats.get(zone) ?? only)?.id,
      });
      const association = this.makeEach("private-association", zone, { subnetId: subnet.id, routeTableId });
      return { table, ways: [route, association] };
    });
    return { tables: made.map(({ table }) => table), ways: made.flatMap(({ ways }) => ways) };
  }
}

type Subnets = ReadonlyMap<ZoneLetter, aws.ec2.Subnet>;
type NatGateways = ReadonlyMap<ZoneLetter, aws.ec2.NatGateway>;

function ids(subnets: Subnets): readonly pulumi.Output<string>[] {
  return [...subnets.values()].map(({ id }) => id);
}
