import * as aws from "@pulumi/aws";
import { Certificate } from "../../components/ingress/certificate";
import { tagsOf } from "../account/tags";
import type { SharedLoadBalancer } from "./choice";
import type { Entrance } from "./edge";

/**
 * Joins the load balancer of another environment: what is made is a certificate, which the load balancer shows for the hosts
 * of this one. A wildcard holds for one step only, so the other environment's does not do.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html for one of many
 */
export function joinLoadBalancer(
  { account, region, costCentre, zoneName, group }: SharedLoadBalancer,
  { name, domain }: { readonly name: string; readonly domain: string },
): Entrance {
  const defaultTags = { tags: tagsOf(name, costCentre) };
  const provider = new aws.Provider("aws", { region, allowedAccountIds: [account], defaultTags });
  const { zoneId } = aws.route53.getZoneOutput({ name: zoneName }, { provider });
  const certificate = new Certificate("certificate", { domain, zoneId }, { provider });
  return { loadBalancer: { group, certificateArn: certificate.arn }, controllers: [] };
}
