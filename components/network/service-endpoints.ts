import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";

export interface ServiceEndpointsArgs {
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
export class ServiceEndpoints extends Component {
  constructor(name: string, args: ServiceEndpointsArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:ServiceEndpoints", name, opts);
    const { region, vpc } = args;
    const serviceName = (service: string) => `com.amazonaws.${region}.${service}`;
    new aws.ec2.VpcEndpoint(
      this.child("storage"),
      {
        vpcId: vpc.id,
        serviceName: serviceName("s3"),
        vpcEndpointType: "Gateway",
        routeTableIds: [...args.routeTableIds],
        tags: { Name: `${name}-storage` },
      },
      this.childOptions(),
    );
    const group = this.#securityGroup(vpc);
    for (const [key, service] of Object.entries(INTERFACES)) {
      new aws.ec2.VpcEndpoint(
        this.child(key),
        {
          vpcId: vpc.id,
          serviceName: serviceName(service),
          vpcEndpointType: "Interface",
          // The services' own names lead here, so nobody has to be told.
          privateDnsEnabled: true,
          subnetIds: [...args.subnetIds],
          securityGroupIds: [group.id],
          tags: { Name: `${name}-${key}` },
        },
        this.childOptions(),
      );
    }
    this.registerOutputs({ services: ["s3", ...Object.values(INTERFACES)] });
  }

  #securityGroup(vpc: aws.ec2.Vpc): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
      this.child("security-group"),
      { vpcId: vpc.id, description: "HTTPS from inside the VPC to services of AWS" },
      this.childOptions(),
    );
    new aws.vpc.SecurityGroupIngressRule(
      this.child("https"),
      { securityGroupId: group.id, cidrIpv4: vpc.cidrBlock, ipProtocol: "tcp", fromPort: 443, toPort: 443 },
      this.childOptions(),
    );
    return group;
  }
}
