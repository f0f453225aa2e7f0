import { EKS_CALENDAR } from "../../components/cluster/kubernetes-versions";
import { type ClusterContext, serverOf } from "../cluster-context";
import { kubectlOf, type KubectlTool, programOf } from "../kubectl";
import { readCluster, versionOf } from "./cluster-reader";
import { failures } from "./finding";
import { judgeUpgrade } from "./judge";
import { reportText } from "./report";
import { targetOf } from "./target";
import { minorOf } from "./version-skew";

export interface Check {
  /** For people. */
  readonly text: string;
  readonly passed: boolean;
}

/**
 * Reads a cluster, and says whether another version of Kubernetes can be brought in.
 * @param tool kubectl, which asks
 * @param to the minor version to go to: `1.36`; nothing for the next one
 * @param today the day to judge by: `2026-11-25`
 * @throws {UserError} if the cluster can't be read, or there is no going to that version
 */
export async function checkUpgrade(
  tool: KubectlTool,
  cluster: ClusterContext,
  to: string | undefined,
  today: string,
): Promise<Check> {
  const server = await serverOf(programOf(tool), cluster);
  const kubectl = kubectlOf(tool, cluster);
  const version = await versionOf(kubectl, server);
  const target = targetOf(to, minorOf(version), EKS_CALENDAR);
  const state = { server, ...(await readCluster(kubectl, version)) };
  const topics = judgeUpgrade(state, target, today);
  return { text: reportText(cluster.context, state, target, topics), passed: failures(topics).length === 0 };
}
