import { type AlertCase, JOB } from "./case";

const REQUESTS = `django_http_requests_latency_seconds_by_view_method_count{app="frontend",view="/",method="GET"}`;
const MEMORY = `pod="frontend-1",container="frontend-service"`;
const VOLUME = `persistentvolumeclaim="data-prometheus-0"`;
const PAGE = `job="pages",instance="https://frontend.example.com/"`;
const LOG_VIEW = `job="certificates",instance="syslog:9001"`;

/** Traffic, saturation and certificates. */
export const SYMPTOM_CASES: readonly AlertCase[] = [
  {
    alert: "ServiceDown",
    series: { [`up{job="${JOB}",app="frontend",pod="a"}`]: "1x5 0x9 1x10" },
    quiet: "5m",
    fires: "9m",
    as: { app: "frontend" },
    resolved: "17m",
  },
  {
    alert: "ServiceDown",
    when: "and none of its pods is there any more",
    series: { [`up{job="${JOB}",app="frontend",pod="a"}`]: "1x5 _x15 1x10" },
    quiet: "5m",
    fires: "16m",
    as: { app: "frontend" },
    resolved: "23m",
  },
  {
    alert: "PageUnreachable",
    series: { [`probe_success{${PAGE}}`]: "1x5 0x5 1x10" },
    quiet: "7m",
    fires: "9m",
    as: { instance: "https://frontend.example.com/" },
    resolved: "14m",
  },
  {
    alert: "PodNotScraped",
    series: { [`up{job="${JOB}",app="frontend",pod="a"}`]: "1x5 0x10 1x10" },
    quiet: "9m",
    fires: "12m",
    as: { app: "frontend", pod: "a" },
    resolved: "20m",
  },
  {
    alert: "TrafficFellAway",
    series: { [REQUESTS]: "0+600x120 72000+6x30 72186+600x200" },
    quiet: "125m",
    fires: "145m",
    as: { app: "frontend" },
    resolved: "170m",
  },
  {
    alert: "MemoryNearLimit",
    series: {
      [`container_memory_working_set_bytes{${MEMORY}}`]: "50x5 95x20 50x10",
      [`kube_pod_container_resource_limits{${MEMORY},resource="memory"}`]: "100x40",
    },
    quiet: "14m",
    fires: "18m",
    as: { pod: "frontend-1", container: "frontend-service" },
    resolved: "30m",
  },
  {
    alert: "AutoscalerAtMaximum",
    series: {
      [`kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="frontend"}`]: "2x5 8x30 4x10",
      [`kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="frontend"}`]: "8x60",
      [`kube_horizontalpodautoscaler_spec_min_replicas{horizontalpodautoscaler="frontend"}`]: "2x60",
    },
    quiet: "19m",
    fires: "25m",
    as: { horizontalpodautoscaler: "frontend" },
    resolved: "40m",
  },
  {
    alert: "VolumeFillsUp",
    series: {
      [`kubelet_volume_stats_available_bytes{${VOLUME}}`]: "3000-2x180 6000x60",
      [`kubelet_volume_stats_capacity_bytes{${VOLUME}}`]: "10000x300",
    },
    quiet: "50m",
    fires: "120m",
    as: { persistentvolumeclaim: "data-prometheus-0" },
    resolved: "200m",
  },
  {
    alert: "VolumeAlmostFull",
    series: {
      [`kubelet_volume_stats_available_bytes{${VOLUME}}`]: "90x5 4x15 90x10",
      [`kubelet_volume_stats_capacity_bytes{${VOLUME}}`]: "100x40",
    },
    quiet: "9m",
    fires: "13m",
    as: { persistentvolumeclaim: "data-prometheus-0" },
    resolved: "25m",
  },
  {
    alert: "CertificateExpiresSoon",
    // The clock of these tests starts at 0, so an end is also how long it lasts.
    series: { [`probe_ssl_earliest_cert_expiry{${PAGE}}`]: `${20 * 86_400}x120 ${90 * 86_400}x60` },
    quiet: "50m",
    fires: "70m",
    as: { instance: "https://frontend.example.com/" },
    resolved: "130m",
  },
  {
    alert: "CertificateExpiresSoon",
    when: "and it is the log view's",
    series: { [`probe_ssl_earliest_cert_expiry{${LOG_VIEW}}`]: `${20 * 86_400}x120 ${90 * 86_400}x60` },
    quiet: "50m",
    fires: "70m",
    as: { instance: "syslog:9001" },
    resolved: "130m",
  },
  {
    alert: "CertificateAboutToExpire",
    series: { [`probe_ssl_earliest_cert_expiry{${PAGE}}`]: `${2 * 86_400}x20 ${90 * 86_400}x60` },
    quiet: "3m",
    fires: "10m",
    as: { instance: "https://frontend.example.com/" },
    resolved: "25m",
  },
];
