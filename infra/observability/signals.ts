import { definitionOf, type ServiceName } from "../system";
import type { LatencyThreshold } from "./exporters";

/**
 * The four golden signals of the services as PromQL: one place for dashboards, alerts, recording rules and the gates of a
 * release, so that all of them speak of the same thing.
 *
 * Every pod's series carry the labels `app`, `slot`, `version` and `pod` from its discovery.
 */

/** A range that a rate is taken over. */
export type Window = `${number}${"m" | "h" | "d"}`;

/** What series of a service may be told apart by. */
export type PodLabel = "slot" | "version" | "pod";

/** Traffic: requests per second. */
export function requestRate(app: ServiceName, window: Window = "5m", by: readonly PodLabel[] = []): string {
  const { duration } = definitionOf(app).exporter;
  return `sum by (${labels(by)}) (rate(${duration}_count{${requestsOf(app)}}[${window}]))`;
}

/** Errors: the share of requests that failed, 0 to 1; no value without requests. */
export function errorRatio(app: ServiceName, window: Window = "5m", by: readonly PodLabel[] = []): string {
  const { answers, answersByPath } = definitionOf(app).exporter;
  const matchers = answersByPath ? requestsOf(app) : `app="${app}"`;
  const failed = `sum by (${labels(by)}) (rate(${answers}{${matchers},status=~"5.."}[${window}]))`;
  const all = requestRate(app, window, by);
  // A service that never failed has no series of failures.
  return `(${failed} or 0 * ${all}) / (${all} > 0)`;
}

/** Latency: seconds within which this share of the requests was answered. */
export function latencyQuantile(
  app: ServiceName,
  quantile: number,
  window: Window = "5m",
  by: readonly PodLabel[] = [],
): string {
  const { duration } = definitionOf(app).exporter;
  const buckets = `rate(${duration}_bucket{${requestsOf(app)}}[${window}])`;
  return `histogram_quantile(${quantile}, sum by (${labels(by)}, le) (${buckets}))`;
}

/** Latency as an objective has it: the share of requests that took longer, 0 to 1; no value without requests. */
export function slowRatio(
  app: ServiceName,
  threshold: LatencyThreshold,
  window: Window = "5m",
  by: readonly PodLabel[] = [],
): string {
  const { duration } = definitionOf(app).exporter;
  // Prometheus 3 writes whole bounds as "1.0".
  const bound = Number.isInteger(threshold) ? `le=~"${threshold}(\\\\.0)?"` : `le="${threshold}"`;
  const fast = `sum by (${labels(by)}) (rate(${duration}_bucket{${requestsOf(app)},${bound}}[${window}]))`;
  return `1 - ${fast} / (${requestRate(app, window, by)} > 0)`;
}

/** Saturation: what each container's memory is of its limit, 0 to 1. @param app @default - of every container */
export function memorySaturation(app?: ServiceName): string {
  return (
    `max by (pod, container) (container_memory_working_set_bytes{${containersOf(app)}})` +
    ` / max by (pod, container) (kube_pod_container_resource_limits{${containersOf(app)},resource="memory"})`
  );
}

/** Saturation: cores that each container uses, of those it asked for. The autoscaler's measure. */
export function cpuSaturation(app?: ServiceName, window: Window = "5m"): string {
  return (
    `sum by (pod, container) (rate(container_cpu_usage_seconds_total{${containersOf(app)}}[${window}]))` +
    ` / max by (pod, container) (kube_pod_container_resource_requests{${containersOf(app)},resource="cpu"})`
  );
}

/** cAdvisor also has the pod as a whole, without a container's name. */
function containersOf(app: ServiceName | undefined): string {
  return app === undefined ? `container!=""` : `container="${app}-service"`;
}

/** Requests of people and of other services. */
function requestsOf(app: ServiceName): string {
  const { path, clusterPaths } = definitionOf(app).exporter;
  return `app="${app}",${path}!~"${clusterPaths.join("|")}"`;
}

function labels(by: readonly PodLabel[]): string {
  return ["app", ...by].join(", ");
}
