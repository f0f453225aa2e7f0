import type { RuleGroup } from "../../components/observability/rules";

/** What Kubernetes was asked for and does not get done. */
export function workloadAlerts(): RuleGroup {
  return {
    name: "workload-alerts",
    alerts: [
      {
        name: "ContainerCrashLoops",
        severity: "warning",
        // A container that starts before what it needs exits twice or so, and is well then.
        for: "10m",
        expression: `max by (pod, container) (max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])) > 0`,
        summary: "{{ $labels.pod }}: {{ $labels.container }} is in CrashLoopBackOff",
        description:
          "It exits again and again, and is restarted later and later. In a rollout the old pods go on serving.",
      },
      {
        name: "ContainerOutOfMemory",
        severity: "warning",
        expression:
          `max by (pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}) > 0` +
          " and max by (pod, container) (increase(kube_pod_container_status_restarts_total[10m])) > 0",
        summary: "{{ $labels.pod }}: {{ $labels.container }} was OOMKilled",
        description: "It used more than its memory limit. The requests that it was handling are lost.",
      },
      {
        name: "RolloutFailed",
        severity: "warning",
        for: "1m",
        expression: `max by (deployment) (kube_deployment_status_condition{condition="Progressing",status="false"}) > 0`,
        summary: "{{ $labels.deployment }}: the rollout exceeded its progress deadline",
        description:
          "The new version does not become ready. The old pods go on serving until the rollout is undone or fixed.",
      },
      {
        name: "ReplicasMissing",
        severity: "warning",
        for: "15m",
        expression:
          "kube_deployment_spec_replicas - kube_deployment_status_replicas_available > 0" +
          " or kube_statefulset_replicas - kube_statefulset_status_replicas_ready > 0",
        summary: "{{ $labels.deployment }}{{ $labels.statefulset }}: {{ $value }} replicas are unavailable",
        description: "The other pods do their work. There is no reserve for when one of them goes.",
      },
      {
        name: "JobFailed",
        severity: "warning",
        expression: `max by (job_name) (kube_job_failed{condition="true"}) > 0 unless on (job_name) ${madeGood()}`,
        summary: "{{ $labels.job_name }} failed",
        description: "A migration, or another task that runs once. Kubernetes does not retry it any more.",
      },
    ],
  };
}

/** Runs of a CronJob that began before it went well the last time; a run that failed is kept to be looked at. */
function madeGood(): string {
  const owned = `label_replace(kube_job_owner{owner_kind="CronJob"}, "cronjob", "$1", "owner_name", "(.+)")`;
  const began = `max by (job_name, cronjob) (${owned}) * on (job_name) group_left max by (job_name) (kube_job_status_start_time)`;
  return `(${began} < on (cronjob) group_left max by (cronjob) (kube_cronjob_status_last_successful_time))`;
}
