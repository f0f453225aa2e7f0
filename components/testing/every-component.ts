// Each component in one or more configurations, which together make every child that it can have. All are called `it`.
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Sequence } from "../base/sequence";
import { AccessEntries } from "../cluster/access-entries";
import { ADDONS, type AddonName } from "../cluster/addons";
import { ClusterAutoscaler } from "../cluster/cluster-autoscaler";
import { ClusterAddon } from "../cluster/cluster-addon";
import { EksCluster } from "../cluster/eks-cluster";
import { LockoutGuard } from "../cluster/lockout-guard";
import { ManagedNodeGroups } from "../cluster/managed-node-groups";
import { Budget } from "../cost/budget";
import { DatabaseAccess } from "../database/database-access";
import { PostgresServer } from "../database/postgres";
import { RdsPostgres } from "../database/rds-postgres";
import { RestoreDrill } from "../database/restore-drill";
import { EncryptionKey } from "../encryption/encryption-key";
import { AccessRole } from "../identity/access-role";
import { GithubActions } from "../identity/github-actions";
import { PermissionsBoundary } from "../identity/permissions-boundary";
import { PodIdentity } from "../identity/pod-identity";
import { ServiceRole } from "../identity/service-role";
import { Certificate } from "../ingress/certificate";
import { LoadBalancerController } from "../ingress/load-balancer-controller";
import { MigrationJob } from "../migration/migration-job";
import { FlowLogs } from "../network/flow-logs";
import { Network } from "../network/network";
import { PrivateZone } from "../network/private-zone";
import { PublicZone } from "../network/public-zone";
import { ServiceEndpoints } from "../network/service-endpoints";
import { AccountAccess } from "../observability/access";
import { Alertmanager } from "../observability/alertmanager";
import { BlackboxExporter } from "../observability/blackbox-exporter";
import type { Dashboard } from "../observability/dashboard";
import { ErrorReporter } from "../observability/error-reporter";
import { Grafana } from "../observability/grafana";
import { LogCollector } from "../observability/log-collector";
import { KubeStateMetrics } from "../observability/kube-state-metrics";
import { Prometheus } from "../observability/prometheus";
import { Syslog } from "../observability/syslog";
import { Tool, type ToolArgs } from "../observability/tool";
import { ImageRepositories } from "../registry/image-repositories";
import { LockedBucket } from "../storage/locked-bucket";
import { VolumeClass } from "../storage/volume-class";
import { Tenant } from "../tenancy/tenant";
import { Configuration, SecretBundle } from "../workload/configuration";
import { Service } from "../workload/service";
import type { ServiceArgs } from "../workload/service-args";
import type { Components, Transforming } from "./any-component";
import { DELIVERY } from "./delivery-components";

const account = "123456789012";
const region = "us-west-2";
const keyArn = "arn-of-a-key";
const clusterName = "cluster";
const labels = { namespace: "example", partOf: "system" };
const owned = { ...labels, owner: "team" };
const image = { repository: "registry.example/it", tag: "v1", pullPolicy: "Always" } as const;
const resources = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } } as const;
const program = { image, resources };
const anybody = { kind: "anywhere" } as const;
const statements = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] as const;
const managedPolicies = { read: "ReadOnlyAccess" };
const access = { deployer: `arn:aws:iam::${account}:role/deploy`, others: {} };
const groups = {
  general: {
    instanceTypes: ["m5.large"],
    min: 1,
    desired: 1,
    max: 2,
    scaling: { cpuPercent: 50, schedules: { night: { recurrence: "0 20 * * *", timeZone: "UTC", desired: 1 } } },
  },
} as const;
const nodeGroups = { clusterName, version: "1.35", subnetIds: { a: "subnet" }, groups, instanceTags: {}, before: [] };
const network = {
  region,
  cidr: "10.0.0.0/16",
  zones: ["a", "b"],
  natGateways: "perZone",
  flowLogGroup: "/flows",
  flowLogRetentionDays: 30,
  keyArn,
} as const;

const task = { ...owned, container: { name: "task", ...program, args: ["run"] }, user: 1000, dependencies: [] };
const open = { kind: "ingress", host: "it.example", ingressClassName: "skipper" } as const;
const tool = { ...owned, scraper: anybody, ...program } as const;
const seen = { ...tool, exposure: open };
const secret = { hashKey: "key" };
const pem = pulumi.output("pem");
const silence = { kind: "none" } as const;
const overview: Dashboard = {
  uid: "overview",
  title: "Overview",
  description: "All there is.",
  tags: ["system"],
  rows: [{ panels: [{ title: "Targets", unit: "short", queries: [{ expr: "up", legend: "{{job}}" }] }] }],
};
const deployment: ToolArgs = {
  ...owned,
  containers: [{ name: "tool", ...program }],
  user: 1000,
  network: { callers: [], dependencies: [] },
  address: { name: "tool", ports: [{ name: "http", port: 80 }] },
  exposure: { port: 80, targetPort: 80, to: open },
  permissions: { namespace: [], cluster: [] },
};
const keeping = { storage: "1Gi" } as const;

const service: ServiceArgs = {
  ...owned,
  container: {
    name: "api",
    ...program,
    port: 8000,
    probes: { readiness: { check: { kind: "tcp", port: 8000 } } },
  },
  user: 1000,
  scaling: { kind: "hpa", minReplicas: 2, maxReplicas: 3, targets: [{ kind: "cpu", utilization: 50 }] },
  network: { callers: [], dependencies: [] },
  address: { name: "api-service", portName: "api" },
};
const gateway = { kind: "gateway", host: "it.example", gateway: { name: "gateway", namespace: "edge" } } as const;
const preview = {
  strategy: { kind: "blueGreen" },
  release: { rollout: { phase: "preview", next: { tag: "v2" } } },
} as const;

function eksCluster(also: Transforming, opts: pulumi.ComponentResourceOptions): EksCluster {
  const publicAccessCidrs: string[] = [];
  return new EksCluster(
    "it",
    {
      clusterName,
      version: "1.35",
      nodeVersion: "1.35",
      versionStep: new Sequence("step", { what: "the version", position: 35 }, {}),
      lockoutGuard: new LockoutGuard("guard", { access, publicAccessCidrs, caller: "me", unprotected: false }, {}),
      network: new Network("net", network, opts),
      publicAccessCidrs,
      access,
      compute: { kind: "managedNodeGroups", groups },
      addonVersions: Object.fromEntries(Object.keys(ADDONS).map((name) => [name, "v1"])) as Record<AddonName, string>,
      keyArn,
      logRetentionDays: 30,
      instanceTags: {},
      ...also,
    },
    opts,
  );
}

function accountAccess(also: Transforming, opts: pulumi.ComponentResourceOptions): AccountAccess {
  const serviceAccount = new k8s.core.v1.ServiceAccount("account");
  const rights = { namespace: [], cluster: [] };
  return new AccountAccess("it", { ...labels, account: serviceAccount, permissions: rights, ...also }, opts);
}

function serviceEndpoints(also: Transforming, opts: pulumi.ComponentResourceOptions): ServiceEndpoints {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  return new ServiceEndpoints("it", { region, vpc, subnetIds: ["subnet"], routeTableIds: [], ...also }, opts);
}

/** By class. */
export const EVERY_COMPONENT: Components = {
  AccessEntries: [(also, opts) => new AccessEntries("it", { clusterName, access, ...also }, opts)],
  AccessRole: [
    (also, opts) => {
      const people = { kind: "people", account } as const;
      const permissions = { read: statements };
      return new AccessRole(
        "it",
        { roleName: "it", trusted: [people], permissions, managedPolicies: { all: "A" }, ...also },
        opts,
      );
    },
  ],
  AccountAccess: [accountAccess],
  Alertmanager: [
    (also, opts) => {
      const critical = { kind: "slack", channel: "#alerts", urlSecret: "slack" } as const;
      const receivers = { critical, warning: silence, watchdog: silence };
      const args = { ...seen, ...secret, storage: "1Gi", receivers, secretOf: () => "url" } as const;
      return new Alertmanager("it", { ...args, ...also }, opts);
    },
  ],
  BlackboxExporter: [(also, opts) => new BlackboxExporter("it", { ...tool, targets: [], ...also }, opts)],
  Budget: [
    (also, opts) => new Budget("it", { budgetName: "it", limitUsd: 1, subscribers: ["a@example.com"], ...also }, opts),
  ],
  Certificate: [(also, opts) => new Certificate("it", { domain: "example.com", zoneId: "Z1", ...also }, opts)],
  ClusterAddon: [
    (also, opts) => {
      const identity = { serviceAccount: "it", managedPolicies };
      return new ClusterAddon("it", { clusterName, addon: "it", version: "v1", identity, ...also }, opts);
    },
  ],
  Configuration: [(also, opts) => new Configuration("it", { ...labels, data: { KEY: "value" }, ...also }, opts)],
  DatabaseAccess: [(also, opts) => new DatabaseAccess("it", { ...task, ...also }, opts)],
  EksCluster: [eksCluster],
  EncryptionKey: [
    (also, opts) => new EncryptionKey("it", { alias: "it", account, region, protect: true, ...also }, opts),
  ],
  ErrorReporter: [
    (also, opts) => {
      const logsEndpoint = "https://sentry.example/api/1/integration/otlp/v1/logs";
      const tracker = { kind: "sentry", logsEndpoint, keySecret: "key", linesPerMinute: 60 } as const;
      const args = { ...tool, ...secret, tracker, environment: "it", watched: "example", maskedFields: ["password"] };
      return new ErrorReporter("it", { ...args, sender: anybody, key: "key", ...also }, opts);
    },
  ],
  FlowLogs: [
    (also, opts) => new FlowLogs("it", { vpcId: "vpc", group: "/it", retentionDays: 30, keyArn, ...also }, opts),
  ],
  GithubActions: [(also, opts) => new GithubActions("it", { issuer: "create", ...also }, opts)],
  Grafana: [
    (also, opts) => {
      const prometheus = { url: "http://prometheus", dependency: { to: anybody, port: 9090 } };
      const shown = { dashboards: { overview }, home: "overview", adminPassword: "password" };
      return new Grafana("it", { ...seen, ...secret, prometheus, ...shown, ...also }, opts);
    },
  ],
  ImageRepositories: [
    (also, opts) => {
      const named = { names: ["frontend", "users_server"], prefix: "it/" };
      return new ImageRepositories(
        "it",
        { ...named, lifecycle: [], keyArn, readers: [account], protect: true, ...also },
        opts,
      );
    },
  ],
  KubeStateMetrics: [(also, opts) => new KubeStateMetrics("it", { ...tool, watched: "example", ...also }, opts)],
  ClusterAutoscaler: [
    (also, opts) => {
      const args = { account, region, clusterName, chartVersion: "9.59.0", version: "1.35.0" };
      return new ClusterAutoscaler("it", { ...args, ...also }, opts);
    },
  ],
  LoadBalancerController: [
    (also, opts) => {
      const args = { account, region, clusterName, vpcId: "vpc", chartVersion: "3.5.0", webAcl: false, tags: {} };
      return new LoadBalancerController("it", { ...args, ...also }, opts);
    },
  ],
  LockedBucket: [
    (also, opts) => {
      const args = { bucketName: "logs", encryption: { kind: "s3" }, keepOldVersionsDays: 7, protect: true } as const;
      return new LockedBucket("it", { ...args, ...also }, opts);
    },
  ],
  ManagedNodeGroups: [(also, opts) => new ManagedNodeGroups("it", { ...nodeGroups, ...also }, opts)],
  LogCollector: [
    (also, opts) => {
      const collection = { region, attributes: {}, maskedFields: ["password"], group: "/pods" };
      const kept = { retentionDays: 30, keyArn, protect: true } as const;
      const args = { ...owned, ...program, ...collection, ...kept, clusterName };
      return new LogCollector("it", { ...args, scraper: { namespace: "example", app: "prometheus" }, ...also }, opts);
    },
  ],
  MigrationJob: [(also, opts) => new MigrationJob("it", { ...task, migrations: ["0001_a"], ...also }, opts)],
  Network: [(also, opts) => new Network("it", { ...network, ...also }, opts)],
  PermissionsBoundary: [(also, opts) => new PermissionsBoundary("it", { policyName: "it", statements, ...also }, opts)],
  PodIdentity: [
    (also, opts) => {
      const args = { clusterName, namespace: "example", serviceAccount: "it", statements };
      return new PodIdentity("it", { ...args, ...also }, opts);
    },
  ],
  PostgresServer: [
    (also, opts) => {
      const password = { secretName: "credentials", key: "password" };
      const args = { ...owned, ...program, database: "it", user: "it", password, runAsUser: 999 };
      return new PostgresServer("it", { ...args, version: "15", storage: "1Gi", callers: [], ...also }, opts);
    },
  ],
  PrivateZone: [(also, opts) => new PrivateZone("it", { domain: "it.internal", vpcId: "vpc", ...also }, opts)],
  Prometheus: [
    (also, opts) => {
      const probed = { prober: "blackbox-exporter:9115", pages: [], certificates: [] };
      const scraping = {
        watched: "example",
        watchedBeside: [],
        kubeletCertificates: "selfSigned",
        servers: [],
        probed,
      } as const;
      const alerting = { rules: [], runbooks: "https://runbooks.example", alertmanager: "alertmanager:9093" };
      const sizes = { environment: "local", storage: "1Gi", retention: "1d" } as const;
      const args = { ...seen, ...scraping, ...alerting, ...sizes, readers: [], targets: [] };
      return new Prometheus("it", { ...args, ...also }, opts);
    },
  ],
  PublicZone: [(also, opts) => new PublicZone("it", { domain: "example.com", protect: true, ...also }, opts)],
  RdsPostgres: [
    (also, opts) => {
      const size = { instanceClass: "db.t4g.medium", storageGib: 20, maxStorageGib: 40, multiAz: true };
      const network = { vpcId: "vpc", subnetIds: ["subnet"], clients: { nodes: "group" }, keyArn };
      const name = { zoneId: "Z1", host: "it.internal" };
      const kept = { backupRetentionDays: 7, logRetentionDays: 7, protect: true } as const;
      const server = { identifier: "server", version: "15", database: "it", ...kept };
      return new RdsPostgres("it", { ...size, ...network, ...server, name, tags: {}, ...also }, opts);
    },
  ],
  RestoreDrill: [(also, opts) => new RestoreDrill("it", { ...task, schedule: "0 11 * * SUN", ...also }, opts)],
  SecretBundle: [
    (also, opts) => new SecretBundle("it", { ...labels, ...secret, data: { key: "value" }, ...also }, opts),
  ],
  Service: [
    (also, opts) => new Service("it", { ...service, ...preview, exposure: open, ...also }, opts),
    (also, opts) => new Service("it", { ...service, exposure: gateway, ...also }, opts),
  ],
  ServiceEndpoints: [serviceEndpoints],
  ServiceRole: [
    (also, opts) => new ServiceRole("it", { service: "ec2.amazonaws.com", managedPolicies, statements, ...also }, opts),
  ],
  Syslog: [
    (also, opts) => {
      const programs = { rsyslog: program, frontail: program, mtail: program };
      const view = { password: "password", certificate: { certificate: pem, privateKey: pem }, prober: anybody };
      return new Syslog("it", { ...seen, ...secret, ...programs, ...view, senders: [], sink: silence, ...also }, opts);
    },
  ],
  Tenant: [
    (also, opts) => {
      const container = { requests: { cpu: "10m" }, limits: { memory: "16Mi" }, most: { memory: "32Mi" } };
      return new Tenant("it", { ...labels, group: "team:it", quota: { pods: "3" }, container, ...also }, opts);
    },
  ],
  Tool: [
    (also, opts) => new Tool("Tool", "it", { ...deployment, ...also }, opts),
    (also, opts) => new Tool("Tool", "it", { ...deployment, ...keeping, ...also }, opts),
  ],
  VolumeClass: [(also, opts) => new VolumeClass("it", { className: "gp3", tags: {}, ...also }, opts)],
  ...DELIVERY,
};
