import { kubernetesMinor } from "../../components/cluster/kubernetes-versions";
import type { ClusterState } from "./cluster-state";

/** The order of docs/upgrades.md: nothing may be newer than the control plane, so it goes first. */
export const STEPS = ["mend", "control plane", "add-ons", "nodes"] as const;

export type Step = (typeof STEPS)[number];

/**
 * The first step that is to be done. Of the add-ons, kube-proxy stands for all: its version is Kubernetes' own.
 * @param target the version to go to: `1.36`
 * @returns nothing if all of the cluster has it
 */
export function nextStep(
  { version, kubeProxy, nodes }: Pick<ClusterState, "version" | "kubeProxy" | "nodes">,
  target: string,
  failed: boolean,
): Step | undefined {
  const behind = (one: string) => /^v1\.\d+\./.test(one) && kubernetesMinor(one) < kubernetesMinor(target);
  if (failed) {
    return "mend";
  }
  if (behind(version)) {
    return "control plane";
  }
  if (kubeProxy !== undefined && behind(kubeProxy)) {
    return "add-ons";
  }
  return nodes.some(({ kubelet }) => behind(kubelet)) ? "nodes" : undefined;
}
