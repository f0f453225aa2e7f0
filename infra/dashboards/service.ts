import type { Dashboard, Row } from "../../components/observability/dashboard";
import { BURN_RATES, errorBudgetOf, OBJECTIVES, shortfallSeries } from "../observability/objectives";
import { RECORDED } from "../observability/recordings";
import { cpuSaturation, memorySaturation, requestRate } from "../observability/signals";
import { definitionOf, type ServiceName, SYSTEM } from "../system";
import { deploymentsOf } from "./deployments";

/** The address of a service's page. @param app its name, or a variable of Grafana's that holds it */
export function servicePage(app: string): string {
  return `/d/service-${app}?\${__url_time_range}`;
}

/** One service: its promises and golden signals in detail, then what its pods and its process do. */
export function serviceDashboard(app: ServiceName): Dashboard {
  return {
    uid: `service-${app}`,
    title: `Service ${app}`,
    description: `Which requests of ${app} are many, slow or failing, and what its pods do meanwhile.`,
    tags: [SYSTEM],
    rows: [
      promises(app),
      traffic(app),
      latency(app),
      saturation(app),
      pods(app),
      ...(definitionOf(app).dashboardRows ?? []),
    ],
  };
}

function promises(app: ServiceName): Row {
  const objectives = definitionOf(app).objectives;
  const [fastest] = BURN_RATES.fast;
  return {
    title: "What it promises",
    panels: OBJECTIVES.map((objective) => ({
      title: `Use of the error budget: ${objective}`,
      description:
        "How many times faster than over 30 days. At 1 it lasts just as long; above the red line somebody is called.",
      unit: "short",
      queries: ([fastest.short, fastest.long] as const).map((window) => ({
        expr: `${shortfallSeries(window)}{app="${app}",objective="${objective}"} / ${errorBudgetOf(objectives, objective)}`,
        legend: `over ${window}`,
      })),
      limit: fastest.factor,
    })),
  };
}

function traffic(app: ServiceName): Row {
  const { duration, path, answers } = definitionOf(app).exporter;
  return {
    title: "Traffic and errors",
    panels: [
      {
        title: "Requests by path",
        unit: "reqps",
        queries: [{ expr: `sum by (${path}) (rate(${duration}_count{app="${app}"}[5m]))`, legend: `{{${path}}}` }],
      },
      {
        title: "Answers by status",
        unit: "reqps",
        queries: [{ expr: `sum by (status) (rate(${answers}{app="${app}"}[5m]))`, legend: "{{status}}" }],
      },
      {
        title: "Log lines by level",
        description: "The lines themselves are in the log view.",
        unit: "cps",
        queries: [{ expr: `sum by (level) (rate(log_lines_total{app="${app}"}[5m]))`, legend: "{{level}}" }],
      },
    ],
  };
}

function latency(app: ServiceName): Row {
  const { duration, path } = definitionOf(app).exporter;
  return {
    title: "Latency",
    panels: [
      {
        title: "Time to answer",
        unit: "s",
        queries: [
          { expr: `${RECORDED.p50}{app="${app}"}`, legend: "half of them within" },
          { expr: `${RECORDED.p95}{app="${app}"}`, legend: "95 % within" },
          { expr: `${RECORDED.p99}{app="${app}"}`, legend: "99 % within" },
        ],
      },
      {
        title: "95 % are answered within, by path",
        unit: "s",
        queries: [
          {
            expr: `histogram_quantile(0.95, sum by (${path}, le) (rate(${duration}_bucket{app="${app}"}[5m])))`,
            legend: `{{${path}}}`,
          },
        ],
      },
    ],
  };
}

function saturation(app: ServiceName): Row {
  return {
    title: "Saturation",
    panels: [
      {
        title: "Memory, of the limit",
        description: "A container that reaches its limit is ended.",
        unit: "percentunit",
        queries: [{ expr: memorySaturation(app), legend: "{{pod}}" }],
      },
      {
        title: "CPU, of what was asked for",
        description: "The autoscaler's measure.",
        unit: "percentunit",
        queries: [{ expr: cpuSaturation(app), legend: "{{pod}}" }],
      },
      {
        title: "Delay of the event loop",
        description: "How long ready work waits for its turn (99th percentile). It grows before answers get slow.",
        unit: "s",
        queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{app="${app}"}`, legend: "{{pod}}" }],
      },
    ],
  };
}

function pods(app: ServiceName): Row {
  return {
    title: "Pods",
    panels: [
      {
        title: "Requests by pod",
        description: "A pod that gets none is not ready, or its Service does not select it.",
        unit: "reqps",
        queries: [{ expr: requestRate(app, "5m", ["pod"]), legend: "{{pod}}" }],
      },
      {
        title: "Pods wanted and ready",
        unit: "short",
        queries: [
          { expr: `sum(kube_deployment_spec_replicas{${deploymentsOf(app)}})`, legend: "wanted" },
          { expr: `sum(kube_deployment_status_replicas_ready{${deploymentsOf(app)}})`, legend: "ready" },
        ],
      },
      {
        title: "Restarts, last hour",
        unit: "short",
        queries: [
          {
            expr: `sum by (pod) (increase(kube_pod_container_status_restarts_total{container="${app}-service"}[1h]))`,
            legend: "{{pod}}",
          },
        ],
      },
    ],
  };
}
