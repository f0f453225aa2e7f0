import { PROBES } from "./blackbox-exporter";
import type { Duration } from "./rules";

/** How a kubelet shows who it is. */
export type KubeletCertificates =
  /** Signed by the cluster's authority, as on EKS. */
  | "clusterAuthority"
  /** Signed by itself: whoever answers at the node's address is believed. */
  | "selfSigned";

/** A server that is one pod behind a Service, and is asked at the Service's name. */
export interface ScrapedServer {
  /** Label `job`. */
  readonly job: string;
  /** Host and port: `alertmanager:9093`. */
  readonly address: string;
  /** Whether what it says of others keeps its labels `pod` and `namespace`. @default false */
  readonly speaksOfOthers?: boolean;
}

/** What is looked at from the cluster, as somebody outside would. */
export interface Probed {
  /** Host and port of the prober. */
  readonly prober: string;
  /** Addresses of pages that are fetched. */
  readonly pages: readonly string[];
  /** Host and port of servers whose certificate is looked at, and nothing else. */
  readonly certificates: readonly string[];
}

export interface ScrapingArgs {
  /** Name of the namespace whose pods are looked for, and of their job. */
  readonly watched: string;
  /** Names of other namespaces whose pods are looked for, each of them a job; there the server needs rights of its own. */
  readonly watchedBeside: readonly string[];
  readonly kubeletCertificates: KubeletCertificates;
  readonly servers: readonly ScrapedServer[];
  readonly probed: Probed;
}

/** Part of Prometheus' configuration. @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
export type ScrapeJob = Readonly<Record<string, unknown>>;

const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Of what kubelets and their containers say, what anybody asks for. */
const KUBELET = {
  kubelet: { path: "/metrics", keep: ["kubelet_volume_stats_(available|capacity|inodes|inodes_free)(_bytes)?"] },
  cadvisor: {
    path: "/metrics/cadvisor",
    keep: [
      "container_cpu_(usage_seconds_total|cfs_periods_total|cfs_throttled_periods_total)",
      "container_memory_working_set_bytes",
      "container_network_(receive|transmit)_bytes_total",
    ],
  },
  nodes: { path: "/metrics/resource", keep: ["node_(cpu_usage_seconds_total|memory_working_set_bytes)"] },
} as const;

/** Every target: each replica by itself, the tools, the kubelets, and pages and certificates as people see them. */
export function scrapeJobs(args: ScrapingArgs): readonly ScrapeJob[] {
  return [
    ...[args.watched, ...args.watchedBeside].map(podsJob),
    ...args.servers.map(serverJob),
    ...Object.entries(KUBELET).map(([job, { path, keep }]) => kubeletJob(job, path, keep, args)),
    probeJob("pages", PROBES.page, args.probed.pages, args.probed),
    probeJob("certificates", PROBES.certificate, args.probed.certificates, args.probed),
  ];
}

/** Who scrapes, and how often the slowest alert may be late. */
export const INTERVAL: Duration = "15s";

/** Pods say themselves where their metrics are (`components/workload/metrics.ts`), so every replica is a target. */
function podsJob(watched: string): ScrapeJob {
  const annotation = (name: string) => `__meta_kubernetes_pod_annotation_prometheus_io_${name}`;
  const label = (name: string) => `__meta_kubernetes_pod_label_${name}`;
  return {
    job_name: watched,
    kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [watched] } }],
    relabel_configs: [
      { action: "keep", source_labels: [annotation("scrape")], regex: "true" },
      { action: "drop", source_labels: ["__meta_kubernetes_pod_phase"], regex: "Pending|Succeeded|Failed" },
      {
        source_labels: ["__meta_kubernetes_pod_ip", annotation("port")],
        separator: ":",
        target_label: "__address__",
      },
      { source_labels: [annotation("path")], regex: "(.+)", target_label: "__metrics_path__" },
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: [label("app")], target_label: "app" },
      { source_labels: [label("slot")], target_label: "slot" },
      { source_labels: [label("app_kubernetes_io_version")], target_label: "version" },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
      { source_labels: ["__meta_kubernetes_pod_node_name"], target_label: "node" },
    ],
  };
}

function serverJob({ job, address, speaksOfOthers = false }: ScrapedServer): ScrapeJob {
  return {
    job_name: job,
    ...(speaksOfOthers && { honor_labels: true }),
    static_configs: [{ targets: [address] }],
  };
}

/** Asked directly: through the API server it would take a right with which one may also run something in any pod. */
function kubeletJob(
  job: string,
  path: string,
  keep: readonly string[],
  { watched, kubeletCertificates }: ScrapingArgs,
): ScrapeJob {
  return {
    job_name: job,
    scheme: "https",
    metrics_path: path,
    honor_labels: true,
    authorization: { credentials_file: `${ACCOUNT}/token` },
    tls_config:
      kubeletCertificates === "clusterAuthority" ? { ca_file: `${ACCOUNT}/ca.crt` } : { insecure_skip_verify: true },
    kubernetes_sd_configs: [{ role: "node" }],
    relabel_configs: [{ source_labels: ["__meta_kubernetes_node_name"], target_label: "node" }],
    metric_relabel_configs: [
      { action: "keep", source_labels: ["__name__"], regex: keep.join("|") },
      // What is of no namespace is of the node.
      { action: "keep", source_labels: ["namespace"], regex: `${watched}|` },
    ],
  };
}

/** @see https://github.com/prometheus/blackbox_exporter#prometheus-configuration */
function probeJob(job: string, module: string, targets: readonly string[], { prober }: Probed): ScrapeJob {
  return {
    job_name: job,
    metrics_path: "/probe",
    params: { module: [module] },
    static_configs: [{ targets: [...targets] }],
    relabel_configs: [
      { source_labels: ["__address__"], target_label: "__param_target" },
      { source_labels: ["__param_target"], target_label: "instance" },
      { target_label: "__address__", replacement: prober },
    ],
  };
}
