import type { ClusterAccess } from "../components/cluster/cluster-access";
import { usualZones } from "../components/network/region";
import { type AccessPurpose, accessRoleArn } from "../infra/account/names";
import type { WatchedEnvironment } from "../infra/environment";
import { BY_PULUMI } from "../infra/delivery/choice";
import { flagsOf } from "../infra/flags";
import type { Observability } from "../infra/observability/choice";
import type { AwsPlatform } from "../infra/platform";
import { tokenKeysOf } from "../release/keys";
import { servicesOf } from "../release/service-release";
import { RUNBOOKS } from "./runbooks";
import type { AwsSettings } from "./settings";

/** Production: its own AWS account or at least its own cluster, registry, databases and domain. */
export function production(settings: AwsSettings): WatchedEnvironment {
  return onAws("production", settings);
}

/** An environment whose platform is an AWS account. */
export interface EnvironmentOnAws extends WatchedEnvironment {
  readonly platform: AwsPlatform;
}

/** The shape and sizes of an environment on AWS, as production has them. */
export function onAws(name: string, settings: AwsSettings): EnvironmentOnAws {
  const { domain, unprotected, release } = settings;
  return {
    name,
    namespace: "example",
    platform: platformOf(name, settings),
    pullPolicy: "Always",
    progressDeadlineSeconds: 300,
    domain,
    // A page that is opened makes some six lines of half a KB, with what tells where they are from: one a second, 8 GiB a month.
    logs: { to: "cloudwatch", retentionDays: 90 },
    unprotected,
    delivery: BY_PULUMI,
    observability: observabilityOf(name),
    // Also what differs here from a service's definition, such as resources: { limits: { memory: "256Mi" } }.
    services: servicesOf(release.services, {
      "users-backend": { scaling: { kind: "fixed", replicas: 2 } },
      "thoughts-backend": { scaling: { kind: "fixed", replicas: 2 } },
      frontend: {
        scaling: { kind: "hpa", minReplicas: 2, maxReplicas: 8, targets: [{ kind: "cpu", utilization: 10 }] },
      },
    }),
    migrations: release.migrations,
    tokenKeys: tokenKeysOf(release.keys),
    flags: flagsOf("production", release.flags),
  };
}

/** The account, and what is made in it. */
function platformOf(name: string, settings: AwsSettings): AwsPlatform {
  const {
    account,
    region,
    zones = usualZones(region),
    crdsApplied,
    costCentre,
    budget,
    publicAccessCidrs,
    imageReaders,
    webAclArn,
    postgresUpgrade,
    databaseChanges,
    databasePassword,
  } = settings;
  return {
    kind: "aws",
    account,
    region,
    costCentre,
    budget,
    cluster: {
      clusterName: `thoughts-${name}`,
      network: { cidr: "10.0.0.0/16", zones, natGateways: "perZone" },
      publicAccessCidrs,
      access: clusterAccess(name, account),
      compute: {
        kind: "clusterAutoscaler",
        // Two of them always (docs/system.md#nodes). A disk stays in its zone, so there are no more zones than nodes.
        base: { general: { instanceTypes: ["m5.large"], zones: zones.slice(0, 2), nodes: 2 } },
        extra: { instanceTypes: ["m5.large"], zones: zones.slice(0, 2), maxPerZone: 1 },
      },
      crdsApplied,
      logRetentionDays: 90,
    },
    imageReaders,
    isShared: false,
    ingress: { kind: "alb", webAclArn },
    database: {
      kind: "rds",
      upgradeTo: postgresUpgrade,
      applyImmediately: databaseChanges === "immediately",
      passwordGeneration: Number(databasePassword),
      instanceClass: "db.t4g.medium",
      storageGib: 20,
      maxStorageGib: 100,
      multiAz: true,
      backupRetentionDays: 30,
    },
  };
}

/** Who is told of what happens there, and how long it is remembered. */
function observabilityOf(name: string): Observability {
  return {
    metrics: { storage: "20Gi", retention: "15d" },
    dashboards: { kind: "grafana" },
    kubeletCertificates: "clusterAuthority",
    receivers: {
      critical: {
        kind: "webhook",
        url: "https://on-call.example.com/v1/alerts",
        tokenSecret: `thoughts/${name}/on-call-token`,
      },
      warning: { kind: "slack", channel: `#thoughts-${name}`, urlSecret: `thoughts/${name}/slack-webhook` },
      watchdog: {
        kind: "webhook",
        url: "https://on-call.example.com/v1/heartbeat",
        tokenSecret: `thoughts/${name}/on-call-token`,
      },
    },
    errorTracker: {
      kind: "sentry",
      logsEndpoint: "https://errors.example.com/api/1/integration/otlp/v1/logs",
      keySecret: `thoughts/${name}/error-tracker-key`,
      // Each is a fault to be read. More than one a second are the same fault.
      linesPerMinute: 60,
    },
    runbooks: RUNBOOKS,
  };
}

/** The roles of people and machines in the account, each with no more than it needs in the cluster. */
function clusterAccess(environment: string, account: string): ClusterAccess {
  const role = (purpose: AccessPurpose) => accessRoleArn({ environment, account }, purpose);
  return {
    deployer: role("deploy"),
    others: {
      "break-glass": { role: role("break-glass"), level: "admin" },
      operators: { role: role("operate"), level: "edit" },
      developers: { role: role("read"), level: "view" },
      // A preview asks the cluster what it has. What it may not look at, the plugin takes as it is in the state.
      previewers: { role: role("preview"), level: "view" },
    },
  };
}
