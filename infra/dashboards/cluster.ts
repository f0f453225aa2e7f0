import type { Dashboard } from "../../components/observability/dashboard";
import { SYSTEM } from "../system";

/** What the services run on: autoscalers, pods, nodes. */
export const CLUSTER: Dashboard = {
  uid: "cluster",
  title: "Cluster and autoscaling",
  description: "Are there enough pods, and is there room for more?",
  tags: [SYSTEM],
  rows: [
    {
      title: "Autoscaling",
      panels: [
        {
          title: "Pods by autoscaler",
          description: "At the maximum for long: raise it, or find out why every pod has so much to do.",
          unit: "short",
          queries: [
            {
              expr: "kube_horizontalpodautoscaler_status_desired_replicas",
              legend: "{{horizontalpodautoscaler}} wanted",
            },
            {
              expr: "kube_horizontalpodautoscaler_status_current_replicas",
              legend: "{{horizontalpodautoscaler}} there",
            },
            { expr: "kube_horizontalpodautoscaler_spec_min_replicas", legend: "{{horizontalpodautoscaler}} least" },
            { expr: "kube_horizontalpodautoscaler_spec_max_replicas", legend: "{{horizontalpodautoscaler}} most" },
          ],
        },
        {
          title: "What an autoscaler goes by",
          description: "CPU in percent of what the pods asked for, measured and aimed at.",
          unit: "percent",
          queries: [
            {
              expr: `kube_horizontalpodautoscaler_status_target_metric{metric_target_type="utilization"}`,
              legend: "{{horizontalpodautoscaler}} {{metric_name}}",
            },
            {
              expr: `kube_horizontalpodautoscaler_spec_target_metric{metric_target_type="utilization"}`,
              legend: "{{horizontalpodautoscaler}} {{metric_name}} target",
            },
          ],
        },
      ],
    },
    {
      title: "Pods",
      panels: [
        {
          title: "By phase",
          unit: "short",
          queries: [{ expr: "sum by (phase) (kube_pod_status_phase)", legend: "{{phase}}" }],
        },
        {
          title: "Waiting, by reason",
          description: "CrashLoopBackOff: it exits again and again. ImagePullBackOff: its image can't be pulled.",
          unit: "short",
          queries: [
            {
              expr: "sum by (pod, reason) (kube_pod_container_status_waiting_reason) > 0",
              legend: "{{pod}} {{reason}}",
            },
          ],
        },
        {
          title: "Restarts, last hour",
          unit: "short",
          queries: [
            {
              expr: "sum by (pod) (increase(kube_pod_container_status_restarts_total[1h])) > 0",
              legend: "{{pod}}",
            },
          ],
        },
      ],
    },
    {
      title: "What pods use",
      panels: [
        {
          title: "CPU by pod, in cores",
          unit: "short",
          queries: [
            {
              expr: `sum by (pod) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))`,
              legend: "{{pod}}",
            },
          ],
        },
        {
          title: "Memory by pod",
          unit: "bytes",
          queries: [{ expr: `sum by (pod) (container_memory_working_set_bytes{container!=""})`, legend: "{{pod}}" }],
        },
        {
          title: "CPU held back",
          description: "Share of the time slices in which a container had used up its limit. Its answers get slow.",
          unit: "percentunit",
          queries: [
            {
              expr:
                `sum by (pod, container) (rate(container_cpu_cfs_throttled_periods_total{container!=""}[5m]))` +
                ` / sum by (pod, container) (rate(container_cpu_cfs_periods_total{container!=""}[5m]))`,
              legend: "{{pod}} {{container}}",
            },
          ],
        },
      ],
    },
    {
      title: "Nodes and volumes",
      panels: [
        {
          title: "CPU by node, in cores",
          unit: "short",
          queries: [{ expr: "sum by (node) (rate(node_cpu_usage_seconds_total[5m]))", legend: "{{node}}" }],
        },
        {
          title: "Memory by node",
          unit: "bytes",
          queries: [{ expr: "sum by (node) (node_memory_working_set_bytes)", legend: "{{node}}" }],
        },
        {
          title: "Volumes, how full",
          unit: "percentunit",
          queries: [
            {
              expr: "1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes",
              legend: "{{persistentvolumeclaim}}",
            },
          ],
        },
      ],
    },
  ],
};
