import { Counter, Histogram } from "prom-client";
import { type Metrics, flaskMetrics } from "../runtime/metrics";

/** Milliseconds: the library's own buckets are for seconds, and would put every request into the last one. */
const BUCKETS_MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** The two metrics of its own that this service has had (docs/system.md#metrics), beside the exporter's. */
export function thoughtsMetrics(): Metrics {
  const { registry, onAnswered } = flaskMetrics();
  const labelNames = ["endpoint", "method", "status_code"] as const;
  const requests = new Counter({ name: "requests_total", help: "Requests", labelNames, registers: [registry] });
  const time = new Histogram({
    name: "req_time",
    help: "Time to answer a request, in ms",
    labelNames,
    buckets: BUCKETS_MS,
    registers: [registry],
  });
  return {
    registry,
    onAnswered: (answered) => {
      onAnswered(answered);
      const { method, path, status, seconds } = answered;
      const labels = { endpoint: path, method, status_code: status };
      requests.inc(labels);
      time.observe(labels, seconds * 1_000);
    },
  };
}
