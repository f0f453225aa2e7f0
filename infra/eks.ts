import type { LogRetentionDays } from "../components/base/log-retention";
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
  /** Days that logs of the control plane and of the network are kept for. */
  readonly logRetentionDays: LogRetentionDays;
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html for what a name may be */
const CLUSTER_NAME = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;

export function checkEks({
  clusterName,
  network,
  publicAccessCidrs,
  access,
  compute,
}: EksSettings): readonly Problem[] {
  const misnamed = {
    path: "clusterName",
    message: `"${clusterName}" is no EKS cluster name; use letters, digits, "-" and "_", at most 100.`,
  };
  return [
    ...(CLUSTER_NAME.test(clusterName) ? [] : [misnamed]),
    ...under("network", checkSubnetPlan(network.cidr, network.zones)),
    ...checkPublicRanges("publicAccessCidrs", publicAccessCidrs),
    ...under("access", checkClusterAccess(access)),
    ...under("compute", checkCompute(compute)),
  ];
}
