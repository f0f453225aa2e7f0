import type { AlertCase } from "./case";

const COUNTER = `job="syslog",instance="syslog:9108"`;
const lines = (level: string) => `log_lines_total{${COUNTER},app="frontend",level="${level}"}`;
const CONTAINER = `pod="frontend-1",container="frontend-service"`;
const REQUESTS = `django_http_requests_latency_seconds_by_view_method_count{app="frontend",view="/",method="GET"}`;

/** What Kubernetes does not get done, backups, logs, and monitoring itself. */
export const CAUSE_CASES: readonly AlertCase[] = [
  {
    alert: "ContainerCrashLoops",
    series: { [`kube_pod_container_status_waiting_reason{${CONTAINER},reason="CrashLoopBackOff"}`]: "0x5 1x15 0x20" },
    quiet: "14m",
    fires: "18m",
    as: { pod: "frontend-1", container: "frontend-service" },
    resolved: "30m",
  },
  {
    alert: "ContainerOutOfMemory",
    series: {
      [`kube_pod_container_status_last_terminated_reason{${CONTAINER},reason="OOMKilled"}`]: "0x5 1x60",
      [`kube_pod_container_status_restarts_total{${CONTAINER}}`]: "0x5 1x60",
    },
    quiet: "5m",
    fires: "7m",
    as: { pod: "frontend-1", container: "frontend-service" },
    resolved: "20m",
  },
  {
    alert: "RolloutFailed",
    series: {
      [`kube_deployment_status_condition{deployment="frontend",condition="Progressing",status="false"}`]:
        "0x5 1x10 0x10",
    },
    quiet: "6m",
    fires: "9m",
    as: { deployment: "frontend" },
    resolved: "18m",
  },
  {
    alert: "ReplicasMissing",
    series: {
      [`kube_deployment_spec_replicas{deployment="frontend"}`]: "2x60",
      [`kube_deployment_status_replicas_available{deployment="frontend"}`]: "2x5 1x30 2x20",
    },
    quiet: "19m",
    fires: "25m",
    as: { deployment: "frontend" },
    resolved: "40m",
  },
  {
    alert: "ReplicasMissing",
    when: "of a StatefulSet",
    series: {
      [`kube_statefulset_replicas{statefulset="prometheus"}`]: "1x60",
      [`kube_statefulset_status_replicas_ready{statefulset="prometheus"}`]: "1x5 0x30 1x20",
    },
    quiet: "19m",
    fires: "25m",
    as: { statefulset: "prometheus" },
    resolved: "40m",
  },
  {
    alert: "JobFailed",
    series: { [`kube_job_failed{job_name="migrate-1",condition="true"}`]: "0x5 1x5 0x10" },
    quiet: "5m",
    fires: "7m",
    as: { job_name: "migrate-1" },
    resolved: "13m",
  },
  {
    alert: "JobFailed",
    when: "of a CronJob that went well before, and does again later",
    series: {
      [`kube_job_failed{job_name="drill-2",condition="true"}`]: "_x5 1x30",
      [`kube_job_owner{job_name="drill-2",owner_kind="CronJob",owner_name="drill"}`]: "_x5 1x30",
      [`kube_job_status_start_time{job_name="drill-2"}`]: "_x5 240x30",
      [`kube_cronjob_status_last_successful_time{cronjob="drill"}`]: "60x15 900x20",
    },
    quiet: "4m",
    fires: "10m",
    as: { job_name: "drill-2" },
    resolved: "18m",
  },
  {
    alert: "BackupTooOld",
    // The clock of these tests starts at 0: what was before it is negative.
    series: {
      [`kube_cronjob_status_last_successful_time{cronjob="database-backup"}`]: `${-26 * 3600 + 600}x20 1200x20`,
    },
    quiet: "9m",
    fires: "12m",
    as: { cronjob: "database-backup" },
    resolved: "25m",
  },
  {
    alert: "RestoreNotVerified",
    series: {
      [`kube_cronjob_status_last_successful_time{cronjob="restore-drill"}`]: `${-8 * 86_400 + 600}x20 1200x20`,
    },
    quiet: "9m",
    fires: "12m",
    as: { cronjob: "restore-drill" },
    resolved: "25m",
  },
  {
    alert: "RestoreNotVerified",
    when: "and it never was",
    series: {
      [`kube_cronjob_created{cronjob="restore-drill"}`]: `${-8 * 86_400 + 600}x40`,
      [`kube_cronjob_status_last_successful_time{cronjob="restore-drill"}`]: "_x20 1200x20",
    },
    quiet: "9m",
    fires: "12m",
    as: { cronjob: "restore-drill" },
    resolved: "25m",
  },
  {
    alert: "CriticalLineLogged",
    series: { [`up{${COUNTER}}`]: "1x40", [lines("CRITICAL")]: "_x5 1x30" },
    quiet: "4m",
    fires: "6m",
    as: { app: "frontend" },
    resolved: "12m",
  },
  {
    alert: "ErrorLinesLogged",
    when: "and it is the first one",
    series: { [`up{${COUNTER}}`]: "_x2 1x40", [lines("ERROR")]: "_x5 1x30" },
    quiet: "4m",
    fires: "6m",
    as: { app: "frontend" },
    resolved: "18m",
  },
  {
    alert: "CriticalLineLogged",
    when: "right after those who count lines were replaced",
    series: { [`up{${COUNTER}}`]: "1x10 0x3 1x30", [lines("CRITICAL")]: "3x10 stale _x5 1x20" },
    quiet: "15m",
    fires: "18m",
    as: { app: "frontend" },
    resolved: "26m",
  },
  {
    alert: "ErrorLinesLogged",
    when: "and there have been others",
    series: { [`log_lines_total{app="frontend",level="ERROR"}`]: "7x30 8x30" },
    quiet: "30m",
    fires: "33m",
    as: { app: "frontend" },
    resolved: "45m",
  },
  {
    alert: "WarningLinesRise",
    series: { [`log_lines_total{app="frontend",level="WARNING"}`]: "0+1x90 90+60x30 1890+1x60" },
    quiet: "92m",
    fires: "110m",
    as: { app: "frontend" },
    resolved: "140m",
  },
  {
    alert: "LogLinesDropped",
    series: { [`log_lines_discarded_total{queue="lines"}`]: "0x5 9x30" },
    quiet: "5m",
    fires: "7m",
    as: { queue: "lines" },
    resolved: "20m",
  },
  {
    alert: "LogsSilent",
    series: {
      [REQUESTS]: "0+60x90",
      [`log_lines_received_total{input="imudp"}`]: "0+180x20 3600x30 3600+180x40",
    },
    quiet: "35m",
    fires: "45m",
    as: {},
    resolved: "55m",
  },
  {
    alert: "MonitoringDown",
    series: { [`up{job="kube-state-metrics",instance="kube-state-metrics:8080"}`]: "1x5 0x10 1x10" },
    quiet: "9m",
    fires: "13m",
    as: { job: "kube-state-metrics" },
    resolved: "18m",
  },
  {
    alert: "RuleEvaluationFails",
    series: { [`prometheus_rule_evaluation_failures_total{rule_group="signals"}`]: "0x5 0+1x20 20x20" },
    quiet: "9m",
    fires: "15m",
    as: { rule_group: "signals" },
    resolved: "36m",
  },
  {
    alert: "NotificationsFail",
    series: { [`alertmanager_notifications_failed_total{integration="slack"}`]: "0x5 0+1x20 20x20" },
    quiet: "9m",
    fires: "15m",
    as: { integration: "slack" },
    resolved: "36m",
  },
  {
    alert: "NotificationsFail",
    when: "and do not even get to Alertmanager",
    series: { [`prometheus_notifications_dropped_total{job="prometheus"}`]: "0x5 0+1x20 20x20" },
    quiet: "9m",
    fires: "15m",
    as: { job: "prometheus" },
    resolved: "36m",
  },
];
