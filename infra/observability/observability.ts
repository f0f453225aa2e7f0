import { Password } from "../../components/base/generated";
import { ServerCertificate } from "../../components/base/server-certificate";
import { Alertmanager } from "../../components/observability/alertmanager";
import { BlackboxExporter } from "../../components/observability/blackbox-exporter";
import { KubeStateMetrics } from "../../components/observability/kube-state-metrics";
import { LogCollector } from "../../components/observability/log-collector";
import { Prometheus } from "../../components/observability/prometheus";
import type { ScrapedServer } from "../../components/observability/scraping";
import { Syslog } from "../../components/observability/syslog";
import type { Tool, ToolExposure } from "../../components/observability/tool";
import type { Dependency, Peer } from "../../components/workload/network-policy";
import type { Resources } from "../../components/workload/resources";
import { alerts } from "../alerts";
import type { Surroundings } from "../surroundings";
import { toolExposureOf } from "../edge/exposures";
import type { Environment } from "../environment";
import { inNamespace } from "../namespace";
import type { ToolName } from "../registry/repositories";
import { definitionOf, PUBLIC_SERVICES, SERVICES } from "../system";
import { createErrorReporter, errorSinkOf, reportersOf } from "./error-reporting";
import { createDashboards } from "./grafana";
import { LOG_COLLECTOR, type LogChoice, sinkOf, watchedBeside } from "./log-choice";
import { recordings } from "./recordings";
import { secretOf, SMALL, toolEnvironment, toolImage } from "./tool";

/** What people open to see how the services are, by name; Grafana only where an environment has it. */
export type Watch = Readonly<Record<string, Tool>>;

/** It grows with its series. */
const PROMETHEUS_RESOURCES: Resources = { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } };

/** The pods that are asked for metrics, and where. */
const TARGETS: readonly Dependency[] = [
  ...SERVICES.map((app) => [app, definitionOf(app).port] as const),
  ...([
    ["alertmanager", 9093],
    ["kube-state-metrics", 8080],
    ["blackbox-exporter", 9115],
    ["syslog", 3903],
  ] as const),
].map(([app, port]) => ({ to: { kind: "app", app }, port }));

/** The tools that are asked by their Service, there being one pod of each. */
const SERVERS: readonly ScrapedServer[] = [
  { job: "alertmanager", address: "alertmanager:9093" },
  { job: "kube-state-metrics", address: "kube-state-metrics:8080", speaksOfOthers: true },
  { job: "syslog", address: Syslog.metricsAddress("syslog"), speaksOfOthers: true },
];

const PROBER: Peer = { kind: "app", app: "blackbox-exporter" };
const LOG_VIEW: Dependency = { to: { kind: "app", app: "syslog" }, port: Syslog.viewPort };

/** Where log lines go. It is there before the services, whose first lines say what went wrong with them. */
export function createSyslog(surroundings: Surroundings): Syslog {
  const { environment, secretNameKey } = surroundings;
  const exposure = toolExposureOf(environment, "syslog");
  const program = (name: ToolName) => ({ image: toolImage(surroundings, name), resources: SMALL });
  return new Syslog(
    "syslog",
    {
      ...toolEnvironment(surroundings),
      rsyslog: program("rsyslog"),
      frontail: program("frontail"),
      mtail: program("mtail"),
      exposure,
      senders: SERVICES.map((app) => ({ kind: "app", app })),
      sink: sinkOf(environment.logs),
      errors: errorSinkOf(environment),
      password: new Password("syslog-view-password", {}, {}).value,
      certificate: viewCertificate(environment, exposure),
      prober: PROBER,
      hashKey: secretNameKey,
    },
    inNamespace(surroundings),
  );
}

/** For the view, by the names that people and its prober call it by: `localhost` at the end of `kubectl port-forward`. */
function viewCertificate({ namespace }: Environment, exposure: ToolExposure): ServerCertificate {
  const hosts = exposure.kind === "internal" ? [] : [exposure.host];
  const dnsNames = ["syslog", `syslog.${namespace}.svc`, "localhost", ...hosts] as const;
  return new ServerCertificate("syslog-view-certificate", { dnsNames }, {});
}

/** What asks how the services are, and tells people; nothing where nobody watches. */
export function createWatch(surroundings: Surroundings): Watch {
  const { environment, secretNameKey } = surroundings;
  const { namespace: watched, observability } = environment;
  if (observability === undefined) {
    return {};
  }
  const { metrics, receivers } = observability;
  const opts = inNamespace(surroundings);
  const tool = (name: ToolName) => ({
    ...toolEnvironment(surroundings),
    image: toolImage(surroundings, name),
    resources: SMALL,
  });
  new KubeStateMetrics("kube-state-metrics", { ...tool("kubeStateMetrics"), watched }, opts);
  const targets = [...pagesAccess(environment), LOG_VIEW];
  new BlackboxExporter("blackbox-exporter", { ...tool("blackboxExporter"), targets }, opts);
  const alertmanager = new Alertmanager(
    "alertmanager",
    {
      ...tool("alertmanager"),
      exposure: toolExposureOf(environment, "alertmanager"),
      storage: "1Gi",
      receivers,
      secretOf: (name) => secretOf(surroundings, name),
      hashKey: secretNameKey,
    },
    opts,
  );
  createErrorReporter(surroundings, observability);
  const reporters = reportersOf(observability);
  const prometheus = new Prometheus(
    "prometheus",
    {
      ...tool("prometheus"),
      ...metrics,
      watched,
      watchedBeside: watchedBeside(environment.logs),
      resources: PROMETHEUS_RESOURCES,
      environment: environment.name,
      exposure: toolExposureOf(environment, "prometheus"),
      rules: [...recordings(), ...alerts(watched)],
      runbooks: observability.runbooks,
      readers: observability.dashboards.kind === "grafana" ? [{ kind: "app", app: "grafana" }] : [],
      targets: [...TARGETS, ...collectorsOf(environment.logs), ...reporters.targets],
      alertmanager: "alertmanager:9093",
      kubeletCertificates: observability.kubeletCertificates,
      servers: [...SERVERS, ...reporters.servers],
      probed: {
        prober: "blackbox-exporter:9115",
        pages: pagesOf(surroundings),
        certificates: [Syslog.viewAddress("syslog")],
      },
    },
    opts,
  );
  const grafana = createDashboards(surroundings, observability, prometheus);
  return { prometheus, alertmanager, ...(grafana && { grafana }) };
}

/** What takes lines out of the cluster is asked for metrics in a namespace of its own. */
function collectorsOf(logs: LogChoice): readonly Dependency[] {
  return watchedBeside(logs).map((namespace) => ({
    to: { kind: "pods", namespace, labels: { app: LOG_COLLECTOR } },
    port: LogCollector.metricsPort,
  }));
}

/** The same pages, as a NetworkPolicy has them. */
function pagesAccess({ platform }: Environment): readonly Dependency[] {
  return platform.kind === "aws"
    ? [{ to: { kind: "anywhere" }, port: 443 }]
    : PUBLIC_SERVICES.map((app) => ({ to: { kind: "app", app }, port: definitionOf(app).port }));
}

/** The pages that people open, the way they come; on a machine of one's own, pods do not know its name. */
function pagesOf({ environment: { platform, domain } }: Surroundings): readonly string[] {
  return PUBLIC_SERVICES.map(definitionOf).map(({ host, address }) =>
    platform.kind === "aws" ? `https://${host}.${domain}/` : `http://${address.name}/`,
  );
}
