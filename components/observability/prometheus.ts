import type * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { refuse } from "../base/refusal";
import type { VolumeSize } from "../database/postgres";
import type { Configuration } from "../workload/configuration";
import { claimed, configurationFile, configurationFiles, type Container, scratch } from "../workload/container";
import type { Image } from "../workload/image";
import type { Dependency, Peer } from "../workload/network-policy";
import type { Resources } from "../workload/resources";
import { API_SERVER } from "./access";
import { checkRules, type Duration, renderRules, type RuleGroup } from "./rules";
import { INTERVAL, scrapeJobs, type ScrapingArgs } from "./scraping";
import { besideTool, DATA_VOLUME, Tool, type ToolEnvironment, type ToolExposure } from "./tool";

const PORT = 9090;
const KUBELET_PORT = 10_250;
const RULES = "/etc/prometheus/rules";

export interface PrometheusArgs extends Omit<ToolEnvironment, "scraper">, ScrapingArgs {
  readonly image: Image;
  readonly resources: Resources;
  /** Name of the environment: label `environment` of all that leaves the server. */
  readonly environment: string;
  readonly exposure: ToolExposure;
  readonly storage: VolumeSize;
  /** How long samples are kept, if there is room. */
  readonly retention: Duration;
  readonly rules: readonly RuleGroup[];
  /** Absolute address of the folder of the runbooks. */
  readonly runbooks: string;
  /** Host and port of the Alertmanager. */
  readonly alertmanager: string;
  /** Who asks it, beside people. */
  readonly readers: readonly Peer[];
  /** The pods that it connects to, as a NetworkPolicy knows them. */
  readonly targets: readonly Dependency[];
}

/**
 * Prometheus: scrapes, evaluates rules, and tells Alertmanager.
 * @throws {ProblemsError} from {@link checkRules}, before the first child
 */
export class Prometheus extends Tool {
  /** Of its pod. */
  static readonly port = PORT;

  constructor(name: string, args: PrometheusArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`the rules of ${name}`, checkRules(args.rules));
    const common = { namespace: args.namespace, partOf: args.partOf };
    const data = { "prometheus.yaml": stringify(configurationOf(args), { lineWidth: 0 }) };
    const beside = besideTool(name, args, opts);
    const configuration = beside.makeEach("configuration", "config", { ...common, data });
    const files = renderRules(args.rules, args.runbooks);
    const rules = beside.makeEach("configuration", "rules", { ...common, data: files });
    super(
      "Prometheus",
      name,
      {
        ...args,
        beside,
        containers: [containerOf(args, configuration, rules)],
        user: 1000,
        address: { name: `${name}-service`, ports: [{ name: "prometheus", port: 80, targetPort: PORT }] },
        exposure: { port: 80, targetPort: PORT, to: args.exposure },
        network: {
          callers: args.readers.map((from) => ({ from, port: PORT })),
          dependencies: [...args.targets, { to: { kind: "anywhere" }, port: KUBELET_PORT }, ...API_SERVER],
        },
        permissions: {
          namespace: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
          cluster: [
            { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
            { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
          ],
        },
      },
      opts,
    );
  }
}

function configurationOf(args: PrometheusArgs): unknown {
  return {
    global: {
      scrape_interval: INTERVAL,
      evaluation_interval: INTERVAL,
      external_labels: { environment: args.environment },
    },
    rule_files: [`${RULES}/*.yaml`],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [args.alertmanager] }] }] },
    scrape_configs: [
      { job_name: "prometheus", static_configs: [{ targets: [`localhost:${PORT}`] }] },
      ...scrapeJobs(args),
    ],
  };
}

function containerOf(
  { image, resources, exposure, storage, retention }: PrometheusArgs,
  configuration: Configuration,
  rules: Configuration,
): Container {
  const url = exposure.kind === "internal" ? [] : [`--web.external-url=http://${exposure.host}`];
  return {
    name: "prometheus",
    image,
    resources,
    port: PORT,
    args: [
      "--config.file=/etc/prometheus/prometheus.yml",
      "--storage.tsdb.path=/prometheus",
      `--storage.tsdb.retention.time=${retention}`,
      // The volume holds what is being written too.
      `--storage.tsdb.retention.size=${Math.floor(parseInt(storage) * 1024 * 0.8)}MB`,
      ...url,
    ],
    probes: {
      readiness: { check: { kind: "http", path: "/-/ready", port: PORT }, periodSeconds: 5 },
      liveness: { check: { kind: "http", path: "/-/healthy", port: PORT }, periodSeconds: 15, failureThreshold: 8 },
    },
    mounts: [
      configurationFile("config", "/etc/prometheus/prometheus.yml", configuration, "prometheus.yaml"),
      configurationFiles("rules", RULES, rules),
      claimed(DATA_VOLUME, "/prometheus"),
      scratch("tmp", "/tmp"),
    ],
  };
}
