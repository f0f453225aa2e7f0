import type { Dashboard } from "../../components/observability/dashboard";
import type { Query } from "../../components/observability/panel";
import { shortfallSeries } from "../observability/objectives";
import { RECORDED } from "../observability/recordings";
import { cpuSaturation, memorySaturation } from "../observability/signals";
import { type ServiceName, SERVICES, SYSTEM } from "../system";
import { readyShare } from "./deployments";
import { servicePage } from "./service";

/** A series is named after its service, so a click on it leads to that one's page. */
const ITS_PAGE = servicePage("${__field.name}");

/** The first page to look at: is everything well, and if not, which service is it? */
export const OVERVIEW: Dashboard = {
  uid: "overview",
  title: "Overview",
  description: "The four golden signals of every service, side by side. A curve leads to the page of its service.",
  tags: [SYSTEM],
  rows: [
    {
      title: "Now",
      panels: [
        {
          kind: "number",
          title: "Requests that failed, last hour",
          unit: "percentunit",
          queries: [failed("1h")],
          height: 5,
        },
        {
          kind: "number",
          title: "Pods ready",
          description: "Of those that are wanted. Fewer for longer than a rollout takes: see Rollouts.",
          unit: "percentunit",
          queries: everyService(readyShare),
          height: 5,
        },
        {
          kind: "number",
          title: "Alerts firing",
          description: "None is no number. Watchdog, which always fires, is not counted.",
          unit: "short",
          queries: [
            {
              expr: `count by (severity) (ALERTS{alertstate="firing",alertname!="Watchdog"})`,
              legend: "{{severity}}",
            },
          ],
          height: 5,
        },
      ],
    },
    {
      title: "Traffic and errors",
      panels: [
        {
          title: "Requests",
          unit: "reqps",
          queries: [{ expr: RECORDED.requests, legend: "{{app}}" }],
          page: ITS_PAGE,
        },
        {
          title: "Requests that failed",
          description: "Answers of 500 and above: those are ours, while 4xx are the caller's.",
          unit: "percentunit",
          queries: [failed("5m")],
          page: ITS_PAGE,
        },
      ],
    },
    {
      title: "Latency and saturation",
      panels: [
        {
          title: "95 % are answered within",
          unit: "s",
          queries: [{ expr: RECORDED.p95, legend: "{{app}}" }],
          page: ITS_PAGE,
        },
        {
          title: "Memory, of the limit",
          description: "Of the pod that is nearest to its own, at which it is ended.",
          unit: "percentunit",
          queries: everyService((app) => `max(${memorySaturation(app)})`),
          page: ITS_PAGE,
        },
        {
          title: "CPU, of what was asked for",
          description: "The autoscaler's measure. Above 100 % a pod uses what others leave.",
          unit: "percentunit",
          queries: everyService((app) => `avg(${cpuSaturation(app)})`),
          page: ITS_PAGE,
        },
      ],
    },
  ],
};

function failed(window: "5m" | "1h"): Query {
  return { expr: `${shortfallSeries(window)}{objective="availability"}`, legend: "{{app}}" };
}

function everyService(expr: (app: ServiceName) => string): readonly Query[] {
  return SERVICES.map((app) => ({ expr: expr(app), legend: app }));
}
