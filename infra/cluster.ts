import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Sequence } from "../components/base/sequence";
import { EksCluster } from "../components/cluster/eks-cluster";
import { kubernetesMinor } from "../components/cluster/kubernetes-versions";
import { LockoutGuard } from "../components/cluster/lockout-guard";
import { Network } from "../components/network/network";
import { VolumeClass } from "../components/storage/volume-class";
import versions from "../versions.json";
import { type AwsAccount, demandAws, type OpenAccount } from "./account/aws-account";
import type { Environment } from "./environment";
import type { EksPlatform } from "./platform";
import { isProtected } from "./protection";

/** A cluster that is made and the network it stands in, for whatever joins them: databases, load balancers. */
export interface EksFoundation {
  readonly network: Network;
  readonly cluster: EksCluster;
}

/** The cluster that everything runs in. */
export interface ClusterFoundation {
  readonly kubernetes: k8s.Provider;
  /** @default - undefined for a cluster that was there */
  readonly eks: EksFoundation | undefined;
  /** Of volumes that hold what has to stay. @default - undefined: the default of a cluster that was there */
  readonly storageClassName: pulumi.Output<string> | undefined;
}

/** The Kubernetes provider of the environment's cluster, which is made here if the environment has one of its own. */
export function createCluster(environment: Environment, account: AwsAccount): ClusterFoundation {
  const { platform } = environment;
  switch (platform.kind) {
    case "kubeconfig": {
      const { kubeconfig, context } = platform;
      return {
        kubernetes: connect({ ...(kubeconfig !== undefined && { kubeconfig }), context }),
        eks: undefined,
        storageClassName: undefined,
      };
    }
    case "eks": {
      const open = demandAws(account, "eks");
      const made = createEks(platform, open, guardAccess(environment, platform, open));
      const kubernetes = connect({ kubeconfig: made.cluster.kubeconfig });
      const volumes = new VolumeClass(
        "volumes",
        { className: "gp3", tags: open.tags },
        { provider: kubernetes, dependsOn: made.cluster },
      );
      return { kubernetes, eks: made, storageClassName: volumes.className };
    }
    default:
      return platform satisfies never;
  }
}

function guardAccess(environment: Environment, platform: EksPlatform, { provider }: OpenAccount): LockoutGuard {
  return new LockoutGuard(
    "lockout-guard",
    {
      ...platform,
      caller: aws.getCallerIdentityOutput({}, { provider }).arn,
      unprotected: !isProtected("cluster-access", environment),
    },
    {},
  );
}

function createEks(
  platform: EksPlatform,
  { provider, region, key, tags, transforms }: OpenAccount,
  lockoutGuard: LockoutGuard,
): EksFoundation {
  const { clusterName, logRetentionDays } = platform;
  const network = new Network(
    "network",
    {
      ...platform.network,
      region,
      flowLogGroup: `/aws/vpc/${clusterName}`,
      flowLogRetentionDays: logRetentionDays,
      keyArn: key.arn,
    },
    { provider, transforms },
  );
  // EKS goes up or back by one minor at a time, and the state knows from where.
  const versionStep = new Sequence(
    "cluster-version",
    { what: "the minor version of Kubernetes", position: kubernetesMinor(versions.eks) },
    {},
  );
  const cluster = new EksCluster(
    "cluster",
    {
      ...platform,
      network,
      version: versions.eks,
      nodeVersion: versions.eksNodes,
      versionStep,
      lockoutGuard,
      addonVersions: versions.eksAddons,
      keyArn: key.arn,
      instanceTags: tags,
    },
    { providers: [provider, new eks.Provider("eks")], transforms },
  );
  return { network, cluster };
}

function connect(connection: Pick<k8s.ProviderArgs, "kubeconfig" | "context">): k8s.Provider {
  return new k8s.Provider("kubernetes", {
    ...connection,
    // A run that was killed may have made objects that its state does not know; the next run takes them over.
    enableServerSideApply: true,
  });
}
