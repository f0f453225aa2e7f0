import type { RuleGroup } from "../../components/observability/rules";
import { memorySaturation } from "../observability/signals";

/** Saturation: what is nearly used up. */
export function saturationAlerts(): RuleGroup {
  const free = "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes";
  return {
    name: "saturation-alerts",
    alerts: [
      {
        name: "MemoryNearLimit",
        severity: "warning",
        for: "10m",
        expression: `${memorySaturation()} > 0.9`,
        summary:
          "{{ $labels.pod }}: {{ $labels.container }} uses {{ $value | humanizePercentage }} of its memory limit",
        description: "Above its limit it is OOMKilled, and the requests that it is handling are lost.",
      },
      {
        name: "AutoscalerAtMaximum",
        severity: "warning",
        for: "15m",
        // One that a release holds has no choice, and is where it is meant to be.
        expression:
          "kube_horizontalpodautoscaler_status_current_replicas >= kube_horizontalpodautoscaler_spec_max_replicas" +
          " > kube_horizontalpodautoscaler_spec_min_replicas",
        summary: "HPA {{ $labels.horizontalpodautoscaler }} is at its maxReplicas",
        description: "It can add no pod. With more load every request gets slower.",
      },
      {
        name: "VolumeFillsUp",
        severity: "warning",
        for: "1h",
        expression: `${free} < 0.4 and predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400) < 0`,
        summary: "{{ $labels.persistentvolumeclaim }} will be full within four days",
        description: "{{ $value | humanizePercentage }} of it is free. A full volume stops what writes to it.",
      },
      {
        name: "VolumeAlmostFull",
        severity: "critical",
        for: "5m",
        expression: `${free} < 0.05`,
        summary: "{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left",
        description: "A full volume stops what writes to it: a database, or Prometheus.",
      },
    ],
  };
}
