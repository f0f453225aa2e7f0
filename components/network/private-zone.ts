import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";

const CHILDREN = {
  zone: aws.route53.Zone,
};

export interface PrivateZoneArgs extends Transformable<typeof CHILDREN> {
  /** The domain: `staging.internal`. */
  readonly domain: string;
  readonly vpcId: pulumi.Input<string>;
}

/**
 * Names that only a network's own machines can look up.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
 */
export class PrivateZone extends Component<typeof CHILDREN> {
  readonly zoneId: pulumi.Output<string>;

  constructor(name: string, args: PrivateZoneArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:PrivateZone", name, CHILDREN, args, opts);
    const { domain, vpcId } = args;
    const zone = this.make("zone", { name: domain, vpcs: [{ vpcId }] });
    this.zoneId = zone.zoneId;
    this.registerOutputs({ zoneId: this.zoneId });
  }
}
