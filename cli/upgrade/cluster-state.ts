import type { ApiRequests } from "./deprecated-apis";
import type { DisruptionBudget, Lone } from "./drain-room";
import type { NodeVersion } from "./version-skew";

/** What the check reads of a cluster; everything that it says follows from this. */
export interface ClusterState {
  /** `https://127.0.0.1:6443` */
  readonly server: string;
  /** The control plane's, as it writes it itself: `v1.35.4`, on EKS `v1.35.4-eks-3abbec1`. */
  readonly version: string;
  readonly nodes: readonly NodeVersion[];
  /** The version of the DaemonSet `kube-proxy`, as its image has it. @default - there is none */
  readonly kubeProxy?: string;
  readonly requests: ApiRequests;
  readonly disruptionBudgets: readonly DisruptionBudget[];
  readonly lone: readonly Lone[];
}

/** Whether AWS runs the control plane: EKS writes its own name into the version. */
export function isOnEks({ version }: Pick<ClusterState, "version">): boolean {
  return version.includes("-eks-");
}
