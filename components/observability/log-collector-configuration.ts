import { HEALTH_CHECK, MEMORY_LIMITER, TELEMETRY } from "./collector";
import { maskingOperators } from "./log-mask";

/** What a collector of log lines is told. */
export interface LogCollection {
  /** Region of the log group. */
  readonly region: string;
  readonly logGroup: string;
  /** It has to be there: the endpoint makes none. */
  readonly logStream: string;
  /** Resource attributes of every line, such as the environment. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of fields whose values are replaced by `***`: in query strings, JSON and headers. */
  readonly maskedFields: readonly string[];
  /** Namespaces whose pods are left out. */
  readonly leftOut: readonly string[];
}

/** Where kubelet puts what containers write, as in every distribution. */
export const POD_LOGS = "/var/log/pods";
/** What the collector keeps on the node: how far it has read, and what it could not send yet. */
export const COLLECTOR_STATE = "/var/lib/log-collector";

/** Lines that wait for CloudWatch: bytes on the disk of each node. What does not fit stays in kubelet's files. */
export const QUEUE_BYTES = 256 * 2 ** 20;
/**
 * Bytes of a request as they are queued. CloudWatch takes 10,000 lines and 1 MB, and counts what each line says of its pod
 * with the line, some 500 bytes: of the shortest lines, some 60 bytes with their time, 1,700 are in a request, and 0.9 MB there.
 */
const REQUEST_BYTES = 100_000;
/**
 * Hours after which a line is too old. CloudWatch refuses a request whole whose lines are more than 24 hours apart: "maximum
 * time gap in events / request" (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html).
 */
const OLDEST_HOURS = 20;
/** Bytes of a line; what is longer is cut into several. It has to fit into a request. */
const LINE_BYTES = 64 * 2 ** 10;

/**
 * Configuration of an OpenTelemetry Collector that sends what pods write to CloudWatch Logs. It reads on after a pause
 * where it stopped, keeps on disk what it can't send, and when there is no more room it stops reading: nothing waits for it.
 * @see https://opentelemetry.io/docs/collector/configuration/
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html
 */
export function logCollectorConfiguration(collection: LogCollection): unknown {
  const { region } = collection;
  return {
    extensions: {
      file_storage: { directory: COLLECTOR_STATE, compaction: { on_start: true, directory: COLLECTOR_STATE } },
      health_check: HEALTH_CHECK,
      sigv4auth: { region, service: "logs" },
    },
    receivers: { file_log: reading(collection) },
    processors: { memory_limiter: MEMORY_LIMITER },
    exporters: { otlp_http: sending(collection) },
    service: {
      extensions: ["file_storage", "health_check", "sigv4auth"],
      pipelines: { logs: { receivers: ["file_log"], processors: ["memory_limiter"], exporters: ["otlp_http"] } },
      telemetry: TELEMETRY,
    },
  };
}

function reading({ attributes, maskedFields, leftOut }: LogCollection) {
  return {
    include: [`${POD_LOGS}/*/*/*.log`],
    exclude: leftOut.map((namespace) => `${POD_LOGS}/${namespace}_*/*/*.log`),
    // What a pod wrote before there was a collector on its node is read too.
    start_at: "beginning",
    // Files whose newest line is too old.
    exclude_older_than: `${OLDEST_HOURS}h`,
    poll_interval: "1s",
    include_file_path: true,
    include_file_name: false,
    max_log_size: LINE_BYTES,
    // containerd cuts a long line anywhere, before a blank too.
    preserve_trailing_whitespaces: true,
    storage: "file_storage",
    // What the pipeline refuses, because memory is short, is offered again for as long as it takes.
    retry_on_failure: { enabled: true, max_elapsed_time: 0 },
    resource: { ...attributes, "k8s.node.name": "${env:NODE_NAME}" },
    operators: [
      // containerd's format, with the parts of a long line put together; pod, container and namespace come from the path.
      { type: "container", max_log_size: LINE_BYTES },
      // A pod that prints little has lines of several days in one file.
      { type: "filter", expr: `timestamp < now() - duration("${OLDEST_HOURS}h")` },
      ...maskingOperators(maskedFields),
      // They say what others say too, and every byte is paid for.
      ...["logtag", "log.file.path"].map((name) => ({ type: "remove", field: `attributes["${name}"]` })),
    ],
  };
}

function sending({ region, logGroup, logStream }: LogCollection) {
  return {
    logs_endpoint: `https://logs.${region}.amazonaws.com/v1/logs`,
    headers: { "x-aws-log-group": logGroup, "x-aws-log-stream": logStream },
    auth: { authenticator: "sigv4auth" },
    compression: "gzip",
    timeout: "30s",
    // Without an end: a line is given up only when CloudWatch says that it will never take it.
    retry_on_failure: { enabled: true, initial_interval: "1s", max_interval: "60s", max_elapsed_time: 0 },
    sending_queue: {
      enabled: true,
      storage: "file_storage",
      sizer: "bytes",
      queue_size: QUEUE_BYTES,
      block_on_overflow: true,
      num_consumers: 2,
      batch: { sizer: "bytes", flush_timeout: "5s", min_size: REQUEST_BYTES / 2, max_size: REQUEST_BYTES },
    },
  };
}
