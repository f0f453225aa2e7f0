import type { LogRetentionDays } from "../components/base/log-retention";
import { misfit } from "../components/base/formats";
import { type Problem, under } from "../components/base/problems";
import { checkClusterAccess, type ClusterAccess } from "../components/cluster/cluster-access";
import { checkCompute, type Compute } from "../components/cluster/compute";
import type { NetworkArgs } from "../components/network/network";
import { checkPublicRanges } from "../components/network/public-ranges";
import { checkSubnetPlan } from "../components/network/subnet-plan";

/** A cluster that is made, in a network of its own. */
export interface EksSettings {
  readonly clusterName: string;
  readonly network: Pick<NetworkArgs, "cidr" | "zones" | "natGateways">;
  /** From which ranges the API server is reached over the internet. With none, only from inside the network. */
  readonly publicAccessCidrs: readonly string[];
  readonly access: ClusterAccess;
  readonly compute: Compute;
  /** Versions of charts whose CRDs were applied by hand, each as `chart@version`. Named for one change, and taken out after it. */
  readonly crdsApplied: readonly string[];
  /** Days that logs of the control plane and of the network are kept for. */
  readonly logRetentionDays: LogRetentionDays;
}

export function checkEks({
  clusterName,
  network,
  publicAccessCidrs,
  access,
  compute,
}: EksSettings): readonly Problem[] {
  const misnamed = misfit("clusterName", clusterName, "name of an EKS cluster");
  return [
    ...(misnamed === undefined ? [] : [{ path: "clusterName", message: misnamed }]),
    ...under("network", checkSubnetPlan(network.cidr, network.zones)),
    ...checkPublicRanges("publicAccessCidrs", publicAccessCidrs),
    ...under("access", checkClusterAccess(access)),
    ...under("compute", checkCompute(compute, network.zones)),
  ];
}
