import { JOB, type QuietCase } from "./case";

const HPA = `horizontalpodautoscaler`;
const CONTAINER = `pod="frontend-1",container="frontend-service"`;
const VIEW = `app="frontend",view="/",method="GET"`;
const REQUESTS = `django_http_requests_latency_seconds_by_view_method_count{${VIEW}}`;
const BACKEND = `app="users-backend",path="/api/login/",method="POST"`;
const CALLS = `flask_http_request_duration_seconds_count{${BACKEND},status="200"}`;
const VOLUME = `persistentvolumeclaim="data-prometheus-0"`;
const PAGE = `instance="https://frontend.example.com/"`;
const DAY = 86_400;

/** Lines of long ago, while Prometheus moves to another node, and then the pod that counts them. */
const recounted = (level: string) => ({
  [`up{job="syslog",instance="syslog:9108"}`]: "1x10 _x20 1x10 0x3 1x50",
  [`log_lines_total{job="syslog",instance="syslog:9108",app="frontend",level="${level}"}`]: "7x10 _x20 7x10 stale",
});

/** Two autoscalers of a service: what it has, at least and at most. */
const autoscaler = (name: string, current: string, least: string, most: string) => ({
  [`kube_${HPA}_status_current_replicas{${HPA}="${name}"}`]: current,
  [`kube_${HPA}_spec_min_replicas{${HPA}="${name}"}`]: least,
  [`kube_${HPA}_spec_max_replicas{${HPA}="${name}"}`]: most,
});

const RELEASES: readonly QuietCase[] = [
  {
    alert: "ServiceDown",
    during: "a release by recreate, which has no pod for a minute",
    series: {
      [`up{job="${JOB}",app="frontend",pod="a"}`]: "1x5 0x1 stale",
      [`up{job="${JOB}",app="frontend",pod="b"}`]: "_x7 1x20",
      [`up{job="${JOB}",app="thoughts-backend",pod="c"}`]: "1x30",
      [`up{job="${JOB}",app="users-backend",pod="d"}`]: "1x30",
    },
    minutes: 25,
  },
  {
    alert: "PageUnreachable",
    during: "a release by recreate, which has no pod for a minute",
    series: { [`probe_success{job="pages",${PAGE}}`]: "1x5 0x1 1x20" },
    minutes: 25,
  },
  {
    alert: "PodNotScraped",
    during: "a release, whose old pods do not answer while they end",
    series: {
      [`up{job="${JOB}",app="frontend",pod="a"}`]: "1x5 0x2 stale",
      [`up{job="${JOB}",app="frontend",pod="b"}`]: "_x5 1x20",
    },
    minutes: 25,
  },
  {
    alert: "AutoscalerAtMaximum",
    during: "a release that holds an autoscaler, and lets another one loose after it",
    series: {
      ...autoscaler("frontend-held", "8x60 stale", "8x60 stale", "8x60 stale"),
      ...autoscaler("frontend", "_x61 8x6 6x1 4x1 2x30", "_x61 2x40", "_x61 8x40"),
    },
    minutes: 100,
  },
  {
    alert: "RolloutFailed",
    during: "a release whose pods take their time",
    series: {
      [`kube_deployment_status_condition{deployment="frontend",condition="Progressing",status="false"}`]: "0x40",
      [`kube_deployment_status_condition{deployment="frontend",condition="Progressing",status="unknown"}`]:
        "0x5 1x20 0x10",
    },
    minutes: 30,
  },
  {
    alert: "WarningLinesRise",
    during: "a release, in which callers warn for some minutes",
    series: { [`log_lines_total{app="frontend",level="WARNING"}`]: "0+1x90 90+60x4 330+1x30" },
    minutes: 120,
  },
  {
    alert: "AvailabilityBudgetBurnsFast",
    during: "a release that loses one request in a hundred for five minutes",
    series: {
      [CALLS]: "0+600x120",
      [`flask_http_request_duration_seconds_count{${BACKEND},status="500"}`]: "0x60 0+6x5 30x60",
    },
    minutes: 120,
  },
  {
    alert: "AvailabilityBudgetBurnsSlowly",
    during: "a release that loses one request in a hundred for five minutes",
    series: {
      [CALLS]: "0+600x600",
      [`flask_http_request_duration_seconds_count{${BACKEND},status="500"}`]: "0x300 0+6x5 30x300",
    },
    minutes: 600,
  },
  {
    alert: "LatencyBudgetBurnsFast",
    during: "a release whose pods are slow at first",
    series: {
      [REQUESTS]: "0+600x120",
      [`django_http_requests_latency_seconds_by_view_method_bucket{${VIEW},le="1"}`]:
        "0+600x60 36000+480x5 38400+600x60",
    },
    minutes: 120,
  },
  {
    alert: "LatencyBudgetBurnsSlowly",
    during: "a release whose pods are slow at first",
    series: {
      [REQUESTS]: "0+600x600",
      [`django_http_requests_latency_seconds_by_view_method_bucket{${VIEW},le="1"}`]:
        "0+600x300 180000+480x5 182400+600x300",
    },
    minutes: 600,
  },
  {
    alert: "MemoryNearLimit",
    during: "a release whose pods need more while they start",
    series: {
      [`container_memory_working_set_bytes{${CONTAINER}}`]: "_x5 95x5 60x20",
      [`kube_pod_container_resource_limits{${CONTAINER},resource="memory"}`]: "_x5 100x30",
    },
    minutes: 30,
  },
  {
    alert: "ContainerOutOfMemory",
    during: "a release, of a container that ended so a day ago",
    series: {
      [`kube_pod_container_status_last_terminated_reason{${CONTAINER},reason="OOMKilled"}`]: "1x20 stale",
      [`kube_pod_container_status_restarts_total{${CONTAINER}}`]: "1x20 stale",
      [`kube_pod_container_status_restarts_total{pod="frontend-2",container="frontend-service"}`]: "_x20 0x20",
    },
    minutes: 40,
  },
];

const DRILLS: readonly QuietCase[] = [
  {
    alert: "JobFailed",
    during: "a drill that failed, and went well when it ran again",
    series: {
      [`kube_job_failed{job_name="drill-2",condition="true"}`]: "1x40",
      [`kube_job_owner{job_name="drill-2",owner_kind="CronJob",owner_name="drill"}`]: "1x40",
      [`kube_job_status_start_time{job_name="drill-2"}`]: "-7200x40",
      [`kube_cronjob_status_last_successful_time{cronjob="drill"}`]: "-3600x40",
    },
    minutes: 40,
  },
  {
    alert: "RestoreNotVerified",
    during: "a drill that is late by some hours",
    series: { [`kube_cronjob_status_last_successful_time{cronjob="restore-drill"}`]: `${-7 * DAY - 43_200}x40` },
    minutes: 40,
  },
  {
    alert: "TrafficFellAway",
    during: "the end of a load test",
    series: { [REQUESTS]: "0+180x1440 259200+60000x60 3859200+180x120" },
    minutes: 1_620,
  },
  {
    alert: "VolumeFillsUp",
    during: "a drill that needs room for half an hour",
    series: {
      [`kubelet_volume_stats_available_bytes{${VOLUME}}`]: "3900x20 3900-2x30 3900x120",
      [`kubelet_volume_stats_capacity_bytes{${VOLUME}}`]: "10000x180",
    },
    minutes: 170,
  },
  {
    alert: "VolumeAlmostFull",
    during: "a drill that needs room for some minutes",
    series: {
      [`kubelet_volume_stats_available_bytes{${VOLUME}}`]: "90x5 4x4 90x20",
      [`kubelet_volume_stats_capacity_bytes{${VOLUME}}`]: "100x40",
    },
    minutes: 28,
  },
];

const NIGHTS: readonly QuietCase[] = [
  {
    alert: "MonitoringDown",
    during: "the end of a node, which is asked in vain until it is known to be gone",
    series: { [`up{job="kubelet",instance="node-3"}`]: "1x5 0x4 stale" },
    minutes: 30,
  },
  {
    alert: "BackupTooOld",
    during: "a night in which the backup took an hour longer",
    series: { [`kube_cronjob_status_last_successful_time{cronjob="database-backup"}`]: `${-25 * 3600}x20` },
    minutes: 20,
  },
  {
    alert: "CertificateExpiresSoon",
    during: "the weeks before it is renewed by itself",
    series: { [`probe_ssl_earliest_cert_expiry{job="pages",${PAGE}}`]: `${25 * DAY}x200` },
    minutes: 200,
  },
  {
    alert: "CertificateAboutToExpire",
    during: "a night on which only the log view's is about to",
    series: { [`probe_ssl_earliest_cert_expiry{job="certificates",instance="syslog:9001"}`]: `${2 * DAY}x60` },
    minutes: 60,
  },
];

const UPGRADES: readonly QuietCase[] = [
  {
    alert: "ContainerCrashLoops",
    during: "an upgrade, after which it starts before what it needs",
    series: { [`kube_pod_container_status_waiting_reason{${CONTAINER},reason="CrashLoopBackOff"}`]: "0x5 1x4 0x30" },
    minutes: 40,
  },
  {
    alert: "ReplicasMissing",
    during: "an upgrade, in which each pod moves to another node",
    series: {
      [`kube_deployment_spec_replicas{deployment="frontend"}`]: "2x60",
      [`kube_deployment_status_replicas_available{deployment="frontend"}`]: "2x5 1x8 2x2 1x8 2x30",
      [`kube_statefulset_replicas{statefulset="prometheus"}`]: "1x60",
      [`kube_statefulset_status_replicas_ready{statefulset="prometheus"}`]: "1x20 0x10 1x30",
    },
    minutes: 55,
  },
  {
    alert: "CriticalLineLogged",
    during: "an upgrade, in which nobody looks for a while, and after which another pod counts lines",
    series: recounted("CRITICAL"),
    minutes: 70,
  },
  {
    alert: "ErrorLinesLogged",
    during: "an upgrade, in which nobody looks for a while, and after which another pod counts lines",
    series: recounted("ERROR"),
    minutes: 70,
  },
  {
    alert: "LogLinesDropped",
    during: "an upgrade, after which lines are counted from the start",
    series: { [`log_lines_discarded_total{queue="lines"}`]: "9x20 0x30", log_write_failures_total: "2x20 0x30" },
    minutes: 50,
  },
  {
    alert: "LogShippingFails",
    during: "an upgrade, after which the collector counts from the start",
    series: { [`otelcol_exporter_send_failed_log_records{job="log-collector",node="node-1"}`]: "9x20 0x30" },
    minutes: 50,
  },
  {
    alert: "LogShippingBehind",
    during: "a short absence of CloudWatch",
    series: {
      [`otelcol_exporter_queue_size{job="log-collector",node="node-1"}`]: "0x5 90x9 0x20",
      [`otelcol_exporter_queue_capacity{job="log-collector",node="node-1"}`]: "100x50",
    },
    minutes: 40,
  },
  {
    alert: "ErrorReportsFail",
    during: "an upgrade, after which the reporter counts from the start",
    series: { [`otelcol_exporter_send_failed_log_records{job="error-reporter"}`]: "9x20 0x30" },
    minutes: 50,
  },
  {
    alert: "ErrorReportsStuck",
    during:
      "errors after an upgrade, in which the reporter counts from its first line, and a short absence of the tracker",
    series: {
      [`log_lines_total{app="frontend",level="ERROR",job="syslog",instance="syslog:3903"}`]: "1x10 2x20 3x40",
      [`otelcol_receiver_accepted_log_records{job="error-reporter",instance="error-reporter:8888"}`]: "_x11 1x19 2x40",
      [`otelcol_exporter_queue_size{job="error-reporter"}`]: "0x30 1x9 0x30",
      [`up{job="syslog",instance="syslog:3903"}`]: "1x70",
      [`up{job="error-reporter",instance="error-reporter:8888"}`]: "1x70",
    },
    minutes: 70,
  },
  {
    alert: "LogCollectorMissing",
    during: "the start of a node",
    series: {
      [`up{job="nodes",node="node-1"}`]: "1x60",
      [`up{job="nodes",node="node-2"}`]: "_x5 1x55",
      [`up{job="log-collector",node="node-1"}`]: "1x60",
      [`up{job="log-collector",node="node-2"}`]: "_x9 1x51",
    },
    minutes: 60,
  },
  {
    alert: "LogsSilent",
    during: "an upgrade, in which the log's pod moves to another node",
    series: {
      [REQUESTS]: "0+60x90",
      [`log_lines_received_total{input="imudp"}`]: "0+180x20 stale _x8 0+180x40",
    },
    minutes: 70,
  },
  {
    alert: "RuleEvaluationFails",
    during: "an upgrade, after which Prometheus counts from the start",
    series: { [`prometheus_rule_evaluation_failures_total{rule_group="signals"}`]: "5x20 0x30" },
    minutes: 50,
  },
  {
    alert: "NotificationsFail",
    during: "an upgrade, in which one notification is sent twice",
    series: {
      [`alertmanager_notifications_failed_total{integration="slack"}`]: "0x5 1x30",
      [`prometheus_notifications_dropped_total{job="prometheus"}`]: "5x20 0x30",
    },
    minutes: 35,
  },
];

/** What is meant to be: a release, a drill, a night, an upgrade. */
export const QUIET_CASES: readonly QuietCase[] = [...RELEASES, ...DRILLS, ...NIGHTS, ...UPGRADES];
