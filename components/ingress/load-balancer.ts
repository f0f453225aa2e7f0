import * as pulumi from "@pulumi/pulumi";
import { ALB_HEALTH_CHECK, ALB_IDLE_SECONDS } from "./load-balancer-times";

/** What an Application Load Balancer that faces the internet is made with. */
export interface LoadBalancer {
  /** Of the certificate that it shows, in ACM. */
  readonly certificateArn: pulumi.Input<string>;
  /**
   * Ingresses of one group share a load balancer, whatever namespaces they are in: at most 63 lower-case letters, digits, "-"
   * and ".".
   */
  readonly group: string;
  /**
   * What is the load balancer's own. Ingresses of a group that say different things of it stop the controller, so only one says
   * it.
   * @default - another Ingress of the group says it
   * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#ingressgroup for
   * annotations that are exclusive
   */
  readonly own?: OwnSettings;
  /** The path at which a pod that can serve answers 200. */
  readonly healthCheckPath: string;
}

interface OwnSettings {
  /** The bucket that its access logs go to. */
  readonly accessLogs: { readonly bucketName: pulumi.Input<string>; readonly prefix: string };
  /** Whether AWS refuses to delete it. */
  readonly deletionProtection: boolean;
  /**
   * Of the web ACL in AWS WAF that judges requests before they reach a pod, or `NO_WEB_ACL`.
   * @default - undefined: it keeps the one that it has; a new one has none
   */
  readonly webAclArn?: string | undefined;
  /** Tags of all that the controller makes for it. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * TLS 1.3, and 1.2 for clients that know no better. The default of an Ingress is a policy of 2016, with TLS 1.0.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

const PREFIX = "alb.ingress.kubernetes.io";

/**
 * Annotations of an Ingress that AWS Load Balancer Controller reads.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export function loadBalancerAnnotations({
  certificateArn,
  group,
  own,
  healthCheckPath,
}: LoadBalancer): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    [`${PREFIX}/group.name`]: group,
    [`${PREFIX}/listen-ports`]: JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
    [`${PREFIX}/certificate-arn`]: certificateArn,
    [`${PREFIX}/healthcheck-path`]: healthCheckPath,
    [`${PREFIX}/healthcheck-interval-seconds`]: String(ALB_HEALTH_CHECK.intervalSeconds),
    [`${PREFIX}/healthcheck-timeout-seconds`]: String(ALB_HEALTH_CHECK.timeoutSeconds),
    [`${PREFIX}/healthy-threshold-count`]: String(ALB_HEALTH_CHECK.healthyThreshold),
    [`${PREFIX}/unhealthy-threshold-count`]: String(ALB_HEALTH_CHECK.unhealthyThreshold),
    ...(own && ownAnnotations(own)),
  };
}

function ownAnnotations({
  accessLogs,
  deletionProtection,
  webAclArn,
  tags,
}: OwnSettings): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    [`${PREFIX}/scheme`]: "internet-facing",
    [`${PREFIX}/ssl-redirect`]: "443",
    [`${PREFIX}/ssl-policy`]: TLS_POLICY,
    [`${PREFIX}/load-balancer-attributes`]: pulumi.output(accessLogs.bucketName).apply((bucket) =>
      attributes({
        "access_logs.s3.enabled": "true",
        "access_logs.s3.bucket": bucket,
        "access_logs.s3.prefix": accessLogs.prefix,
        "deletion_protection.enabled": String(deletionProtection),
        "idle_timeout.timeout_seconds": String(ALB_IDLE_SECONDS),
        // Requests whose headers two servers may read differently are how one is smuggled past another.
        "routing.http.drop_invalid_header_fields.enabled": "true",
      }),
    ),
    ...(webAclArn !== undefined && { [`${PREFIX}/wafv2-acl-arn`]: webAclArn }),
    [`${PREFIX}/tags`]: attributes(tags),
  };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
