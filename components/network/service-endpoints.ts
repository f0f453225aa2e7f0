import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";

const CHILDREN = {
  storage: aws.ec2.VpcEndpoint,
  service: each(aws.ec2.VpcEndpoint, (service) => service),
  "security-group": aws.ec2.SecurityGroup,
  https: aws.vpc.SecurityGroupIngressRule,
};

export interface ServiceEndpointsArgs extends Transformable<typeof CHILDREN> {
  readonly region: string;
  readonly vpc: aws.ec2.Vpc;
  /** A subnet in each zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly routeTableIds: readonly pulumi.Input<string>[];
}

/** Services with an address in the subnets: the registry's two halves, and the one that pods get credentials from. */
const INTERFACES: Readonly<Record<string, string>> = { "ecr-api": "ecr.api", "ecr-dkr": "ecr.dkr", sts: "sts" };

/**
 * Ways to services of AWS that stay inside it: pulled images pass no NAT gateway, which is paid by the gigabyte, and nodes
 * start when the internet is out of reach. Layers of images come from S3.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export class ServiceEndpoints extends Component<typeof CHILDREN> {
  constructor(name: string, args: ServiceEndpointsArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:ServiceEndpoints", name, CHILDREN, args, opts);
    const { region, vpc } = args;
    const serviceName = (service: string) => `com.amazonaws.${region}.${service}`;
    this.make("storage", {
      vpcId: vpc.id,
      serviceName: serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: [...args.routeTableIds],
      tags: { Name: `${name}-storage` },
    });
    const group = this.#securityGroup(vpc);
    for (const [key, service] of Object.entries(INTERFACES)) {
      this.makeEach("service", key, {
        vpcId: vpc.id,
        serviceName: serviceName(service),
        vpcEndpointType: "Interface",
        // The services' own names lead here, so nobody has to be told.
        privateDnsEnabled: true,
        subnetIds: [...args.subnetIds],
        securityGroupIds: [group.id],
        tags: { Name: `${name}-${key}` },
      });
    }
    this.registerOutputs({ services: ["s3", ...Object.values(INTERFACES)] });
  }

  #securityGroup(vpc: aws.ec2.Vpc): aws.ec2.SecurityGroup {
    const group = this.make("security-group", {
      vpcId: vpc.id,
      description: "HTTPS from inside the VPC to services of AWS",
    });
    this.make("https", {
      securityGroupId: group.id,
      cidrIpv4: vpc.cidrBlock,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    return group;
  }
}
