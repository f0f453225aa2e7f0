import type { Dashboard } from "../../components/observability/dashboard";
import { SYSTEM } from "../system";

/** Who watches the watcher: can the other pages be believed, and what do they cost? */
export const PROMETHEUS: Dashboard = {
  uid: "prometheus",
  title: "Prometheus",
  description: "Does Prometheus see everything, keep up, and tell about it; and what does that cost?",
  tags: [SYSTEM],
  rows: [
    {
      title: "Sees everything",
      panels: [
        {
          title: "Targets that do not answer",
          description: "What is not scraped is missing on every other page, and raises no alert of its own there.",
          unit: "short",
          queries: [{ expr: "count by (job) (up == 0) or 0 * count by (job) (up)", legend: "{{job}}" }],
          limit: 1,
        },
        {
          title: "Time of a scrape",
          unit: "s",
          queries: [{ expr: "max by (job) (scrape_duration_seconds)", legend: "{{job}}" }],
        },
        {
          title: "Series by service",
          description: "What a label with too many values looks like: one curve that only grows.",
          unit: "short",
          queries: [
            { expr: `sum by (app) (scrape_samples_post_metric_relabeling{app!=""})`, legend: "{{app}}" },
            { expr: `sum by (job) (scrape_samples_post_metric_relabeling{app=""})`, legend: "{{job}}" },
          ],
        },
      ],
    },
    {
      title: "Keeps up",
      panels: [
        {
          title: "Time to evaluate a group of rules",
          unit: "s",
          queries: [
            { expr: byGroup("max by (rule_group) (prometheus_rule_group_last_duration_seconds)"), legend: "{{group}}" },
          ],
        },
        {
          title: "Rules that failed, last 5 min",
          unit: "short",
          queries: [
            {
              expr: byGroup("sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[5m]))"),
              legend: "{{group}}",
            },
          ],
          limit: 1,
        },
        {
          title: "Time of a query",
          unit: "s",
          queries: [
            {
              expr: `max by (slice) (prometheus_engine_query_duration_seconds{quantile="0.99"})`,
              legend: "{{slice}}, 99 %",
            },
          ],
        },
      ],
    },
    {
      title: "Tells about it",
      panels: [
        {
          title: "Notifications to Alertmanager",
          unit: "cps",
          queries: [
            { expr: "sum(rate(prometheus_notifications_sent_total[5m]))", legend: "sent" },
            { expr: "sum(rate(prometheus_notifications_errors_total[5m]))", legend: "failed" },
            { expr: "sum(rate(prometheus_notifications_dropped_total[5m]))", legend: "dropped" },
          ],
        },
        {
          title: "Deliveries by Alertmanager",
          unit: "cps",
          queries: [
            {
              expr: "sum by (integration) (rate(alertmanager_notifications_total[5m])) > 0",
              legend: "{{integration}} tried",
            },
            {
              expr: "sum by (integration) (rate(alertmanager_notifications_failed_total[5m])) > 0",
              legend: "{{integration}} failed",
            },
          ],
        },
        {
          title: "Log lines",
          description: "Lines that arrive, and lines that are dropped before they are written.",
          unit: "cps",
          queries: [
            { expr: "sum(rate(log_lines_received_total[5m]))", legend: "received" },
            { expr: "sum(rate(log_lines_discarded_total[5m]))", legend: "dropped" },
          ],
        },
      ],
    },
    {
      title: "Costs",
      panels: [
        {
          title: "Series in memory",
          unit: "short",
          queries: [{ expr: "prometheus_tsdb_head_series", legend: "series" }],
        },
        {
          title: "Samples taken in",
          unit: "cps",
          queries: [{ expr: "sum(rate(prometheus_tsdb_head_samples_appended_total[5m]))", legend: "samples" }],
        },
        {
          title: "Memory",
          unit: "bytes",
          queries: [{ expr: `process_resident_memory_bytes{job="prometheus"}`, legend: "resident" }],
        },
        {
          title: "Disk",
          description: "What is written for good; the last two hours come on top.",
          unit: "bytes",
          queries: [{ expr: "prometheus_tsdb_storage_blocks_bytes", legend: "blocks" }],
        },
      ],
    },
  ],
};

/** Prometheus names a group with its file before it. */
function byGroup(expr: string): string {
  return `label_replace(${expr}, "group", "$1", "rule_group", ".*;(.*)")`;
}
