import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import type { LogRetentionDays } from "../base/log-retention";
import { FlowLogs } from "./flow-logs";
import { ServiceEndpoints } from "./service-endpoints";
import { planSubnets, type ZoneLetter, type ZoneSubnets } from "./subnet-plan";

export interface NetworkArgs {
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
export class Network extends Component {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: pulumi.Output<string>;
  readonly publicSubnetIds: readonly pulumi.Output<string>[];
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  /** What must be there for private subnets to reach the internet: whatever runs in them depends on it. */
  readonly ways: readonly pulumi.Resource[];

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:Network", name, opts);
    const vpc = new aws.ec2.Vpc(
      this.child("vpc"),
      { cidrBlock: args.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: name } },
      this.childOptions(),
    );
    // AWS makes it, open between its members, and takes it for whatever names none; without rules nobody is let in by mistake.
    new aws.ec2.DefaultSecurityGroup(this.child("default-group"), { vpcId: vpc.id }, this.childOptions());
    const plan = planSubnets(args.cidr, args.zones);
    const publicSubnets = this.#subnets("public", vpc, plan, args.region);
    const privateSubnets = this.#subnets("private", vpc, plan, args.region);
    const { gateway, ways: publicWays } = this.#publicWays(vpc, publicSubnets);
    const nats = this.#natGateways(args, publicSubnets, gateway);
    const { tables, ways: privateWays } = this.#privateWays(vpc, privateSubnets, nats);
    new ServiceEndpoints(
      this.child("endpoints"),
      { region: args.region, vpc, subnetIds: ids(privateSubnets), routeTableIds: tables.map(({ id }) => id) },
      this.childOptions(),
    );
    new FlowLogs(
      this.child("flow"),
      { vpcId: vpc.id, group: args.flowLogGroup, retentionDays: args.flowLogRetentionDays, keyArn: args.keyArn },
      this.childOptions(),
    );
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
      const name = this.child(`${kind}-${subnet.zone}`);
      const created = new aws.ec2.Subnet(
        name,
        {
          vpcId: vpc.id,
          availabilityZone: `${region}${subnet.zone}`,
          cidrBlock: subnet[kind],
          tags: { Name: name, ...ROLE_TAGS[kind] },
        },
        this.childOptions(),
      );
      return [subnet.zone, created] as const;
    });
    return new Map(subnets);
  }

  #publicWays(
    vpc: aws.ec2.Vpc,
    subnets: Subnets,
  ): { readonly gateway: aws.ec2.InternetGateway; readonly ways: readonly pulumi.Resource[] } {
    const name = this.child("internet");
    const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags: { Name: name } }, this.childOptions());
    const table = this.#routeTable("public-table", vpc);
    const route = new aws.ec2.Route(
      this.child("public-internet"),
      { routeTableId: table.id, destinationCidrBlock: ANYWHERE, gatewayId: gateway.id },
      this.childOptions(),
    );
    const associations = [...subnets].map(([zone, subnet]) => this.#associate(`public-${zone}-routes`, subnet, table));
    return { gateway, ways: [route, ...associations] };
  }

  /** By the zone they are in. */
  #natGateways({ zones, natGateways }: NetworkArgs, subnets: Subnets, gateway: aws.ec2.InternetGateway): NatGateways {
    const places = natGateways === "single" ? zones.slice(0, 1) : zones;
    const created = places.map((zone) => {
      // AWS gives no public address in a VPC whose gateway is not there yet, and detaches none that serves one.
      const options = this.childOptions({ dependsOn: gateway });
      const address = new aws.ec2.Eip(this.child(`nat-${zone}-address`), { domain: "vpc" }, options);
      const name = this.child(`nat-${zone}`);
      const inputs = { allocationId: address.allocationId, subnetId: subnets.get(zone)?.id, tags: { Name: name } };
      return [zone, new aws.ec2.NatGateway(name, inputs, options)] as const;
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
      const table = this.#routeTable(`private-${zone}-table`, vpc);
      const route = new aws.ec2.Route(
        this.child(`private-${zone}-internet`),
        { routeTableId: table.id, destinationCidrBlock: ANYWHERE, natGatewayId: (nats.get(zone) ?? only)?.id },
        this.childOptions(),
      );
      return { table, ways: [route, this.#associate(`private-${zone}-routes`, subnet, table)] };
    });
    return { tables: made.map(({ table }) => table), ways: made.flatMap(({ ways }) => ways) };
  }

  #routeTable(role: string, vpc: aws.ec2.Vpc): aws.ec2.RouteTable {
    const name = this.child(role);
    return new aws.ec2.RouteTable(name, { vpcId: vpc.id, tags: { Name: name } }, this.childOptions());
  }

  #associate(role: string, subnet: aws.ec2.Subnet, table: aws.ec2.RouteTable): pulumi.Resource {
    const inputs = { subnetId: subnet.id, routeTableId: table.id };
    return new aws.ec2.RouteTableAssociation(this.child(role), inputs, this.childOptions());
  }
}

type Subnets = ReadonlyMap<ZoneLetter, aws.ec2.Subnet>;
type NatGateways = ReadonlyMap<ZoneLetter, aws.ec2.NatGateway>;

function ids(subnets: Subnets): readonly pulumi.Output<string>[] {
  return [...subnets.values()].map(({ id }) => id);
}
