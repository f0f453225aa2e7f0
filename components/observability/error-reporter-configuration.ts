import type { ApiPermissions } from "./access";
import { HEALTH_CHECK, MEMORY_LIMITER, TELEMETRY } from "./collector";
import type { SentryTracker } from "./error-tracker";
import { maskingOperators } from "./log-mask";

/** What a reporter of errors is told. */
export interface ErrorReporting {
  readonly tracker: SentryTracker;
  /** Name of the environment, in every entry. */
  readonly environment: string;
  /** Where the pods are that the lines are of. */
  readonly namespace: string;
  /** Names of fields whose values are replaced by `***`. */
  readonly maskedFields: readonly string[];
}

/** Where it takes lines, over TCP. */
export const REPORT_PORT = 5141;
/** The variable with the project's key. */
export const KEY_VARIABLE = "ERROR_TRACKER_KEY";

/** What it asks the API server for, in its own namespace. */
export const REPORTER_RULES: ApiPermissions["namespace"] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] },
];

/** Bytes of a line, the least that the receiver takes; rsyslog sends 8 KiB at most. */
const LINE_BYTES = 64 * 2 ** 10;
/** Lines that wait for the tracker; what does not fit makes no entry, and is counted. */
const QUEUE_LINES = 1_000;

/** `Nov  5 09:07:03 pod tag: [time] LEVEL [request] module: message`, as services write it (docs/system.md#logs). */
const LINE =
  "^\\w+ +\\d+ \\S+ (?P<pod>\\S+) (?P<service>[a-z_]+): \\[(?P<time>\\S+)\\] (?P<level>[A-Z]+) \\[(?P<request>[^\\]]*)\\] (?P<body>[\\s\\S]+)";

/**
 * Configuration of an OpenTelemetry Collector that makes an entry in Sentry of each line it is sent. It asks the API server
 * which version the line's pod has, and sends again what the tracker does not take.
 * @see https://docs.sentry.io/concepts/otlp/forwarding/pipelines/collector/
 * @see https://opentelemetry.io/docs/collector/configuration/
 */
export function errorReporterConfiguration(reporting: ErrorReporting): unknown {
  return {
    extensions: { health_check: HEALTH_CHECK },
    receivers: { tcp_log: taking(reporting) },
    processors: { memory_limiter: MEMORY_LIMITER, k8s_attributes: versionOf(reporting) },
    exporters: { otlp_http: sending(reporting) },
    service: {
      extensions: ["health_check"],
      pipelines: {
        logs: { receivers: ["tcp_log"], processors: ["memory_limiter", "k8s_attributes"], exporters: ["otlp_http"] },
      },
      telemetry: TELEMETRY,
    },
  };
}

function taking({ environment, namespace, maskedFields }: ErrorReporting) {
  return {
    listen_address: `0.0.0.0:${REPORT_PORT}`,
    max_log_size: LINE_BYTES,
    resource: { "deployment.environment.name": environment, "k8s.namespace.name": namespace },
    // https://getsentry.github.io/sentry-conventions/generated/attributes/resource.html
    attributes: { "sentry.environment": environment },
    operators: [
      {
        type: "regex_parser",
        regex: LINE,
        severity: { parse_from: "attributes.level", mapping: { fatal: "CRITICAL" } },
        timestamp: { parse_from: "attributes.time", layout_type: "gotime", layout: "2006-01-02T15:04:05Z07:00" },
      },
      { type: "move", from: "attributes.pod", to: `resource["k8s.pod.name"]` },
      // Services have their name with "_" in what they write.
      { type: "add", field: `resource["service.name"]`, value: `EXPR(replace(attributes.service, "_", "-"))` },
      { type: "move", from: "attributes.request", to: `attributes["request.id"]` },
      { type: "move", from: "attributes.body", to: "body" },
      // rsyslog's way to write the ends of lines, as in a stack trace.
      { type: "regex_replace", field: "body", regex: "#012", replace_with: "\n" },
      ...maskingOperators(maskedFields),
      ...["service", "time", "level"].map((name) => ({ type: "remove", field: `attributes.${name}` })),
    ],
  };
}

/** @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/k8sattributesprocessor */
function versionOf({ namespace }: ErrorReporting) {
  const association = ["k8s.pod.name", "k8s.namespace.name"];
  return {
    auth_type: "serviceAccount",
    filter: { namespace },
    extract: {
      metadata: association,
      labels: [{ tag_name: "service.version", key: "app.kubernetes.io/version", from: "pod" }],
    },
    pod_association: [{ sources: association.map((name) => ({ from: "resource_attribute", name })) }],
  };
}

function sending({ tracker }: ErrorReporting) {
  return {
    logs_endpoint: tracker.logsEndpoint,
    headers: { "x-sentry-auth": `sentry sentry_key=\${env:${KEY_VARIABLE}}` },
    compression: "gzip",
    timeout: "10s",
    // As long as it takes, and no sooner than the tracker asks for with 429 or 503.
    retry_on_failure: { enabled: true, initial_interval: "1s", max_interval: "60s", max_elapsed_time: 0 },
    sending_queue: { enabled: true, sizer: "items", queue_size: QUEUE_LINES, num_consumers: 1 },
  };
}
