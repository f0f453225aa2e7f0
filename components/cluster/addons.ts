import type { ClusterAddonArgs } from "./cluster-addon";

/** An add-on that every cluster has. */
export interface AddonSettings extends Pick<ClusterAddonArgs, "configuration" | "identity"> {
  /** `nodes` don't get ready without it; the others run as `pods` on nodes, and wait for some. */
  readonly neededBy: "nodes" | "pods";
}

export type AddonName = keyof typeof ADDONS;

/** @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
export const ADDONS = {
  "vpc-cni": {
    neededBy: "nodes",
    // Without it NetworkPolicies are accepted and do nothing.
    configuration: { enableNetworkPolicy: "true" },
    identity: { serviceAccount: "aws-node", managedPolicies: { network: "AmazonEKS_CNI_Policy" } },
  },
  "kube-proxy": { neededBy: "nodes" },
  "eks-pod-identity-agent": { neededBy: "nodes" },
  coredns: { neededBy: "pods" },
  "metrics-server": { neededBy: "pods" },
  "aws-ebs-csi-driver": {
    neededBy: "pods",
    identity: {
      serviceAccount: "ebs-csi-controller-sa",
      managedPolicies: { volumes: "service-role/AmazonEBSCSIDriverPolicy" },
    },
  },
  // Tells EKS what is wrong with a node, for it to be repaired.
  "eks-node-monitoring-agent": { neededBy: "pods" },
} as const satisfies Readonly<Record<string, AddonSettings>>;
