import { type FormatName, misfit } from "../../components/base/formats";
import type { Problem } from "../../components/base/problems";
import { NO_WEB_ACL } from "../../components/ingress/web-acl";

/** What brings requests from outside to the Services of a cluster that is there. It is there too. */
export type ClusterIngress =
  /** Skipper, as the IngressClass `skipper`. It divides requests by weight, so a canary gets an exact share of them. */
  | ({ readonly kind: "skipper" } & IngressHosts)
  /** A controller that serves the Ingresses of a class, such as an nginx. A canary's share follows from its pods. */
  | ({ readonly kind: "class"; readonly className: string } & IngressHosts)
  /**
   * A Gateway that somebody else owns, whose listeners take HTTPRoutes of other namespaces: HTTP at port 80. It divides by
   * weight. Only what is public has a host.
   */
  | { readonly kind: "gateway"; readonly namespace: string; readonly name: string };

interface IngressHosts {
  /**
   * Whether backends and tools have hosts too, and every Service a port on the nodes. The backends' `/admin/*` asks for no
   * password, so this is for a machine of one's own.
   */
  readonly backendsReachable: boolean;
}

/** The same in an account where all of it is made. */
export interface AwsIngress {
  readonly kind: "alb";
  /**
   * Of a web ACL in AWS WAF, in the environment's region, that judges requests. Somebody else makes it. `none` takes off
   * whichever the load balancer has.
   * @default - undefined: it keeps the one that it has, such as that of AWS Firewall Manager; a new one has none
   */
  readonly webAclArn?: string | undefined;
}

/** The load balancer that another environment's Ingresses have; those that join it get hosts and a certificate of their own. */
export interface SharedLoadBalancer extends AwsIngress {
  /** The account's 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly costCentre: string;
  /** The public zone that hosts are in. */
  readonly zoneName: string;
  /** @see LoadBalancer.group */
  readonly group: string;
}

/** Whatever brings requests in. */
export type Ingress = ClusterIngress | AwsIngress;

export function checkIngress(ingress: ClusterIngress): readonly Problem[] {
  switch (ingress.kind) {
    case "skipper":
      return [];
    case "class":
      return named("className", ingress.className, "dnsName");
    case "gateway":
      return [...named("namespace", ingress.namespace, "dnsLabel"), ...named("name", ingress.name, "dnsName")];
    default:
      return ingress satisfies never;
  }
}

/** Whether a load balancer of the account and region can have the web ACL. */
export function checkWebAcl(
  { webAclArn }: AwsIngress,
  { account, region }: { readonly account: string; readonly region: string },
): readonly Problem[] {
  const start = `arn:aws:wafv2:${region}:${account}:regional/webacl/`;
  return webAclArn === undefined || webAclArn === NO_WEB_ACL || webAclArn.startsWith(start)
    ? []
    : [
        {
          path: "webAclArn",
          message: `"${webAclArn}" is in another account or region than the load balancer; use one that starts with "${start}", or "${NO_WEB_ACL}".`,
        },
      ];
}

function named(path: string, value: string, format: FormatName): readonly Problem[] {
  const message = misfit(format, value, "name in Kubernetes");
  return message === undefined ? [] : [{ path, message }];
}
