import { EKS_CALENDAR } from "../../components/cluster/kubernetes-versions";
import versions from "../../versions.json";
import { judgeAddons } from "./addons";
import { type ClusterState, isOnEks } from "./cluster-state";
import { judgeRequests } from "./deprecated-apis";
import { judgeDrainRoom } from "./drain-room";
import type { Topic } from "./finding";
import { judgeCalendar } from "./support";
import { judgeSkew, minorOf } from "./version-skew";

/**
 * All that is known before an upgrade, in the order of how much it hurts to learn it later.
 * @param target the version to go to: `1.36`
 * @param today the day to judge by: `2026-11-25`
 * @param eksAddons the add-ons that come with it on EKS. @default - the committed ones
 */
export function judgeUpgrade(
  state: ClusterState,
  target: string,
  today: string,
  eksAddons: Readonly<Record<string, string>> = versions.eksAddons,
): readonly Topic[] {
  const { version, nodes, kubeProxy, requests, disruptionBudgets, lone } = state;
  const current = minorOf(version);
  const eks = isOnEks(state);
  const committed = eks ? eksAddons : undefined;
  return [
    { title: "Deprecated APIs", findings: judgeRequests(requests, target, eks) },
    { title: "Version skew", findings: judgeSkew(current, target, nodes) },
    { title: "Add-ons", findings: judgeAddons({ current, target, kubeProxy, committed }) },
    { title: "Room to empty nodes", findings: judgeDrainRoom(disruptionBudgets, lone) },
    { title: "Support", findings: judgeCalendar({ current, target, calendar: EKS_CALENDAR, today, eks }) },
  ];
}
