import type { RuleGroup } from "../../components/observability/rules";
import { DRILLS, RECORDED } from "../observability/recordings";

/** Backups, and whether one could be restored: both are CronJobs with a name that says so. */
export function backupAlerts(): RuleGroup {
  return {
    name: "backup-alerts",
    alerts: [
      {
        name: "BackupTooOld",
        severity: "warning",
        expression: `time() - max by (cronjob) (kube_cronjob_status_last_successful_time{cronjob=~".*backup.*"}) > ${26 * 3600}`,
        summary: "{{ $labels.cronjob }}: the last backup is {{ $value | humanizeDuration }} old",
        description: "What was written since then would be lost with the database.",
      },
      {
        name: "RestoreNotVerified",
        severity: "warning",
        // One that never went well is as old as it is.
        expression: `time() - (${RECORDED.backupVerified} or max by (cronjob) (kube_cronjob_created${DRILLS})) > ${8 * 86_400}`,
        summary: "{{ $labels.cronjob }}: no backup was restored for {{ $value | humanizeDuration }}",
        description: "Nobody knows whether the backups can be restored.",
      },
    ],
  };
}
