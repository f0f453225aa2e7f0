import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ChartCrds } from "../../components/base/chart-crds";
import { ClusterAddon } from "../../components/cluster/cluster-addon";
import { Certificate } from "../../components/ingress/certificate";
import type { LoadBalancer } from "../../components/ingress/load-balancer";
import { CHART, LoadBalancerController } from "../../components/ingress/load-balancer-controller";
import { LockedBucket } from "../../components/storage/locked-bucket";
import versions from "../../versions.json";
import type { OpenAccount } from "../account/aws-account";
import { accessLogsBucketName } from "../account/names";
import type { EksFoundation } from "../cluster";
import type { Environment } from "../environment";
import type { AwsPlatform } from "../platform";
import { isProtected } from "../protection";
import { SYSTEM } from "../system";

/** How requests come in. */
export interface Entrance {
  /** What the load balancer in front of a service is made with; the service knows the path. @default - there is none */
  readonly loadBalancer?: Omit<LoadBalancer, "healthCheckPath">;
  /** What makes load balancers and DNS names of Ingresses: these go first, and Ingresses after them would stay for ever. */
  readonly controllers: readonly pulumi.Resource[];
}

/** The same from the internet, where all of it is made. */
export interface EdgeFoundation extends Required<Entrance> {
  /** Of those controllers' pods, by their name. */
  readonly roleArns: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Where access logs are in their bucket. */
const LOG_PREFIX = "load-balancer";
const LOGS_DAYS = 90;

/** The certificate, the controllers and the log of a cluster's load balancers. */
export function createEdge(
  environment: Environment,
  { ingress, cluster: { clusterName, crdsApplied } }: Pick<AwsPlatform, "ingress" | "cluster">,
  account: OpenAccount,
  { network, cluster, kubernetes }: EksFoundation,
): EdgeFoundation {
  const { provider, region, tags, transforms } = account;
  const { domain } = environment;
  // Others point at its name servers, so it outlives the environment: the account's own stack makes it.
  const zone = aws.route53.getZoneOutput({ name: domain }, { provider });
  const certificate = new Certificate("certificate", { domain, zoneId: zone.zoneId }, { provider });
  const chartVersion = versions.charts["aws-load-balancer-controller"];
  const crds = new ChartCrds("load-balancers-crds", { ...CHART, version: chartVersion, applied: crdsApplied }, {});
  const controller = new LoadBalancerController(
    "load-balancers",
    {
      account: account.account,
      region,
      clusterName,
      vpcId: network.vpcId,
      chartVersion,
      webAcl: ingress.webAclArn !== undefined,
      tags,
    },
    { providers: [provider, kubernetes], dependsOn: [cluster, crds], transforms },
  );
  const names = new ClusterAddon(
    "external-dns",
    {
      clusterName: cluster.clusterName,
      addon: "external-dns",
      version: versions.eksAddons["external-dns"],
      // It alters only records that it marked as its own, in this domain.
      configuration: { domainFilters: [domain], policy: "sync", sources: ["ingress"], txtOwnerId: clusterName },
      identity: { serviceAccount: "external-dns", statements: dnsPermissions(zone.zoneId) },
    },
    { provider, dependsOn: cluster, transforms },
  );
  return {
    loadBalancer: {
      certificateArn: certificate.arn,
      group: `${SYSTEM}-${environment.name}`,
      own: {
        accessLogs: { bucketName: createAccessLogs(environment, account).bucketName, prefix: LOG_PREFIX },
        deletionProtection: isProtected("load-balancer", environment),
        webAclArn: ingress.webAclArn,
        tags,
      },
    },
    controllers: [controller, names],
    roleArns: { "load-balancers": controller.roleArn, ...(names.roleArn && { [names.addonName]: names.roleArn }) },
  };
}

/** @see https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/ */
function dnsPermissions(zoneId: pulumi.Output<string>) {
  const zone = pulumi.interpolate`arn:aws:route53:::hostedzone/${zoneId}`;
  return [
    {
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResources"],
      Resource: zone,
    },
    // AWS lists zones only all together.
    { Effect: "Allow", Action: "route53:ListHostedZones", Resource: "*" },
  ] as const;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
function createAccessLogs(environment: Environment, { account, region, provider }: OpenAccount): LockedBucket {
  return new LockedBucket(
    "access-logs",
    {
      bucketName: accessLogsBucketName({ environment: environment.name, account }),
      // Load balancers write to no other.
      encryption: { kind: "s3" },
      expireAfterDays: LOGS_DAYS,
      keepOldVersionsDays: 7,
      statements: [
        {
          Sid: "LoadBalancers",
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          objects: `${LOG_PREFIX}/AWSLogs/${account}/*`,
          Condition: {
            ArnLike: { "aws:SourceArn": `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
          },
        },
      ],
      protect: isProtected("access-logs", environment),
    },
    { provider },
  );
}
