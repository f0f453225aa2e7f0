import type { RuleGroup } from "../../components/observability/rules";
import { backupAlerts } from "./backups";
import { certificateAlerts } from "./certificates";
import { logAlerts } from "./logs";
import { monitoringAlerts } from "./monitoring";
import { objectiveAlerts } from "./objectives";
import { saturationAlerts } from "./saturation";
import { trafficAlerts } from "./traffic";
import { workloadAlerts } from "./workloads";

/** Everything that somebody is told about, by topic. @param job of the services' pods */
export function alerts(job: string): readonly RuleGroup[] {
  return [
    objectiveAlerts(),
    trafficAlerts(job),
    saturationAlerts(),
    workloadAlerts(),
    certificateAlerts(),
    backupAlerts(),
    logAlerts(),
    monitoringAlerts(job),
  ];
}
