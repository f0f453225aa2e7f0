import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";

export interface PrivateZoneArgs {
  /** The domain: `staging.internal`. */
  readonly domain: string;
  readonly vpcId: pulumi.Input<string>;
}

/**
 * Names that only a network's own machines can look up.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
 */
export class PrivateZone extends Component {
  readonly zoneId: pulumi.Output<string>;

  constructor(name: string, { domain, vpcId }: PrivateZoneArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:PrivateZone", name, opts);
    const zone = new aws.route53.Zone(this.child("zone"), { name: domain, vpcs: [{ vpcId }] }, this.childOptions());
    this.zoneId = zone.zoneId;
    this.registerOutputs({ zoneId: this.zoneId });
  }
}
