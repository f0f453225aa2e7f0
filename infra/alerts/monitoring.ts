import type { RuleGroup } from "../../components/observability/rules";

/** Whether there would be an alert at all. @param job of the services' pods, which have alerts of their own */
export function monitoringAlerts(job: string): RuleGroup {
  return {
    name: "monitoring-alerts",
    alerts: [
      {
        name: "Watchdog",
        severity: "none",
        expression: "vector(1)",
        summary: "alerts work",
        description: "This alert always fires. Whoever receives it has to raise the alarm when it stops.",
      },
      {
        name: "MonitoringDown",
        severity: "warning",
        for: "5m",
        expression: `up{job!="${job}"} == 0`,
        summary: "target down: {{ $labels.job }} at {{ $labels.instance }}",
        description: "Its metrics are in no graph, and alerts that need them can't fire.",
      },
      {
        name: "RuleEvaluationFails",
        severity: "warning",
        for: "5m",
        expression: "increase(prometheus_rule_evaluation_failures_total[5m]) > 0",
        summary: "rules of {{ $labels.rule_group }} can't be evaluated",
        description: "The alerts among them can't fire, whatever happens.",
      },
      {
        name: "NotificationsFail",
        severity: "warning",
        for: "5m",
        expression:
          "increase(alertmanager_notifications_failed_total[5m]) > 0 or increase(prometheus_notifications_dropped_total[5m]) > 0",
        summary: "Alertmanager can't send notifications by {{ $labels.integration }}",
        description: "Nobody is told of alerts on this channel.",
      },
    ],
  };
}
