import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";

const CHILDREN = {
  zone: aws.route53.Zone,
};

export interface PublicZoneArgs extends Transformable<typeof CHILDREN> {
  readonly domain: string;
  /** Whether the engine refuses to delete it. */
  readonly protect: boolean;
}

/**
 * A domain's names for everybody. Whoever has the domain above points at its name servers, by hand; another zone of the same
 * name has others.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/CreatingHostedZone.html
 */
export class PublicZone extends Component<typeof CHILDREN> {
  readonly zoneId: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]>;

  constructor(name: string, args: PublicZoneArgs, opts: pulumi.ComponentResourceOptions) {
    super("network:PublicZone", name, CHILDREN, args, opts);
    const { domain, protect } = args;
    const zone = this.make("zone", { name: domain }, { protect });
    this.zoneId = zone.zoneId;
    this.nameServers = zone.nameServers;
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}
