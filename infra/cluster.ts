import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import { EksCluster } from "../components/cluster/eks-cluster";
import versions from "../versions.json";
import { type AwsAccount, demandAws } from "./aws-account";
import type { Platform } from "./environment";

/** The Kubernetes provider of the environment's cluster, which is made here if the environment has one of its own. */
export function createCluster(platform: Platform, account: AwsAccount): k8s.Provider {
  return new k8s.Provider("kubernetes", {
    ...connection(platform, account),
    enableServerSideApply: true,
    // A run that was killed may have made objects that its state does not know; the next run takes them over.
    upsertExistingObjects: true,
  });
}

function connection(platform: Platform, account: AwsAccount): Pick<k8s.ProviderArgs, "kubeconfig" | "context"> {
  switch (platform.kind) {
    case "kubeconfig": {
      const { kubeconfig, context } = platform;
      return { ...(kubeconfig !== undefined && { kubeconfig }), context };
    }
    case "eks": {
      const cluster = new EksCluster(
        "cluster",
        { ...platform, version: versions.eks },
        { providers: [demandAws(account, "eks"), new eks.Provider("eks")] },
      );
      return { kubeconfig: cluster.kubeconfig };
    }
    default:
      return platform satisfies never;
  }
}
