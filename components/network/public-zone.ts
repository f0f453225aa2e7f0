import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";

export interface PublicZoneArgs {
  readonly domain: string;
  /** Whether the engine refuses to delete it. */
  readonly protect: boolean;
}

/**
 * A domain's names for everybody. Whoever has the domain above points at its name servers, by hand; another zone of the same
 * name has others.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/CreatingHostedZone.html
 */
export class PublicZone extends Component {
  readonly zoneId: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]>;

  constructor(name: string, { domain, protect }: PublicZoneArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:PublicZone", name, opts);
    const zone = new aws.route53.Zone(this.child("zone"), { name: domain }, this.childOptions({ protect }));
    this.zoneId = zone.zoneId;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}
