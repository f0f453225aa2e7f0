/** What every OpenTelemetry Collector here has, whatever it collects. */

/** Where its metrics are. */
export const METRICS_PORT = 8888;
export const HEALTH_PORT = 13_133;

/** Names of its metrics as its makers document them, without a suffix for what kind each is of. */
const METRICS = { host: "0.0.0.0", port: METRICS_PORT, without_type_suffix: true, without_units: true } as const;

/** @see https://opentelemetry.io/docs/collector/internal-telemetry/ */
export const TELEMETRY = { metrics: { readers: [{ pull: { exporter: { prometheus: METRICS } } }] } } as const;

/** @see https://github.com/open-telemetry/opentelemetry-collector/tree/main/processor/memorylimiterprocessor */
export const MEMORY_LIMITER = { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 20 } as const;

/** @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/extension/healthcheckextension */
export const HEALTH_CHECK = { endpoint: `0.0.0.0:${HEALTH_PORT}` } as const;

/** Asks its own health check. */
export const COLLECTOR_PROBES = {
  readiness: { check: { kind: "http", path: "/", port: HEALTH_PORT }, periodSeconds: 5 },
  liveness: { check: { kind: "http", path: "/", port: HEALTH_PORT }, periodSeconds: 15, failureThreshold: 8 },
} as const;
