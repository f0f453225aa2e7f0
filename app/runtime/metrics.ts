import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

/** A request that was answered. */
export interface Answered {
  readonly method: string;
  /** The route's pattern: raw paths with ids in them would be a series each. */
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
}

/** Metrics of one service, as its exporter of old named them, because dashboards and alerts use these names. */
export interface Metrics {
  readonly registry: Registry;
  readonly onAnswered: (answered: Answered) => void;
}

/** Names of prometheus-flask-exporter (docs/system.md#metrics). */
export function flaskMetrics(): Metrics {
  const registry = newRegistry();
  const total = new Counter({
    name: "flask_http_request_total",
    help: "Requests",
    labelNames: ["method", "status"],
    registers: [registry],
  });
  const duration = new Histogram({
    name: "flask_http_request_duration_seconds",
    help: "Time to answer a request",
    labelNames: ["method", "path", "status"],
    registers: [registry],
  });
  return {
    registry,
    onAnswered: ({ method, path, status, seconds }) => {
      total.inc({ method, status });
      duration.observe({ method, path, status }, seconds);
    },
  };
}

/** Names of django-prometheus (docs/system.md#metrics). */
export function djangoMetrics(): Metrics {
  const registry = newRegistry();
  const requests = new Counter({
    name: "django_http_requests_total_by_method_total",
    help: "Requests by method",
    labelNames: ["method"],
    registers: [registry],
  });
  const responses = new Counter({
    name: "django_http_responses_total_by_status_total",
    help: "Responses by status",
    labelNames: ["status"],
    registers: [registry],
  });
  const latency = new Histogram({
    name: "django_http_requests_latency_seconds_by_view_method",
    help: "Time to answer a request, by view and method",
    labelNames: ["method", "view"],
    registers: [registry],
  });
  return {
    registry,
    onAnswered: ({ method, path, status, seconds }) => {
      requests.inc({ method });
      responses.inc({ status });
      latency.observe({ method, view: path }, seconds);
    },
  };
}

function newRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
