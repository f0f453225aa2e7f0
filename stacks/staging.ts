import type { ClusterAccess } from "../components/cluster/cluster-access";
import { accessRoleArn } from "../infra/account/names";
import type { WatchedEnvironment } from "../infra/environment";
import { flagsOf } from "../infra/flags";
import type { AwsPlatform } from "../infra/platform";
import { byService, type ServiceName } from "../infra/system";
import type { ServiceShape } from "../release/service-release";
import { onAws } from "./production";
import type { AwsSettings } from "./settings";

/** All that staging has of its own; everything else is production's. */
const SERVICES: Readonly<Partial<Record<ServiceName, Partial<ServiceShape>>>> = {
  "users-backend": { scaling: { kind: "fixed", replicas: 1 } },
  "thoughts-backend": { scaling: { kind: "fixed", replicas: 1 } },
  frontend: { scaling: { kind: "hpa", minReplicas: 2, maxReplicas: 4, targets: [{ kind: "cpu", utilization: 10 }] } },
};

/** Other addresses than production's, so that the two networks can be connected. */
const NETWORK = { cidr: "10.1.0.0/16", natGateways: "single" } as const;

/**
 * Nobody looks at it at night and on weekends: one node is then enough for what has to go on. It has to be in the zone of the
 * disks, so all are.
 */
const NODES = {
  instanceTypes: ["m5.large"],
  min: 1,
  desired: 2,
  max: 2,
  scaling: {
    schedules: {
      night: { recurrence: "0 20 * * MON-FRI", timeZone: "Europe/Berlin", desired: 1 },
      morning: { recurrence: "0 6 * * MON-FRI", timeZone: "Europe/Berlin", desired: 2 },
    },
  },
} as const;

/** The same way as in production, which is tried here; demos stand in this cluster, so their lines are among them. */
const LOGS = { to: "cloudwatch", retentionDays: 14 } as const;

/** One server is enough where nobody's work stops with it. */
const DATABASE = {
  instanceClass: "db.t4g.micro",
  storageGib: 20,
  maxStorageGib: 50,
  multiAz: false,
  backupRetentionDays: 7,
} as const;

/** Production with smaller numbers. */
export function staging(settings: AwsSettings): WatchedEnvironment {
  const base = onAws("staging", settings);
  const { observability } = base;
  return {
    ...base,
    platform: smaller(base.platform),
    services: byService((name) => ({ ...base.services[name], ...SERVICES[name] })),
    logs: LOGS,
    // What is new is on here first.
    flags: flagsOf("elsewhere", settings.release.flags),
    observability: {
      ...observability,
      metrics: { storage: "10Gi", retention: "7d" },
      // Nobody is woken up for it.
      receivers: {
        critical: observability.receivers.warning,
        warning: observability.receivers.warning,
        watchdog: { kind: "none" },
      },
      // Whoever tries a version there looks into the log view.
      errorTracker: { kind: "none" },
    },
  };
}

function smaller(platform: AwsPlatform): AwsPlatform {
  const { account, cluster, database } = platform;
  return {
    ...platform,
    isShared: true,
    cluster: {
      ...cluster,
      access: withDemos(cluster.access, account),
      network: { ...cluster.network, ...NETWORK },
      compute: {
        kind: "managedNodeGroups",
        groups: { general: { ...NODES, zones: cluster.network.zones.slice(0, 1) } },
      },
      logRetentionDays: 30,
    },
    database: database.kind === "rds" ? { ...database, ...DATABASE } : database,
  };
}

/**
 * What makes demos makes their namespaces, too, and sets their bounds. No policy of EKS allows this for some namespaces only
 * (docs/decisions/0046-demos-of-pull-requests.md).
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
function withDemos(access: ClusterAccess, account: string): ClusterAccess {
  const demos = { role: accessRoleArn({ environment: "staging", account }, "demo"), level: "admin" } as const;
  return { ...access, others: { ...access.others, demos } };
}
