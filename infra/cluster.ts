import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Sequence } from "../components/base/sequence";
import { ClusterAutoscaler } from "../components/cluster/cluster-autoscaler";
import { EksCluster } from "../components/cluster/eks-cluster";
import { kubernetesMinor } from "../components/cluster/kubernetes-versions";
import { LockoutGuard } from "../components/cluster/lockout-guard";
import { Network } from "../components/network/network";
import { VolumeClass } from "../components/storage/volume-class";
import versions from "../versions.json";
import type { OpenAccount } from "./account/aws-account";
import type { EksSettings } from "./eks";
import type { Environment } from "./environment";
import { isProtected } from "./protection";

/** A cluster that is made and the network it stands in, for whatever joins them: databases, load balancers. */
export interface EksFoundation {
  readonly network: Network;
  readonly cluster: EksCluster;
  readonly kubernetes: k8s.Provider;
  /** Of volumes that hold what has to stay. */
  readonly storageClassName: pulumi.Output<string>;
  /** What adds nodes for pods. @default - undefined where the number of nodes does not follow pods */
  readonly autoscaler: ClusterAutoscaler | undefined;
}

/** Makes an environment's own cluster, and its class of volumes. */
export function createEks(environment: Environment, settings: EksSettings, account: OpenAccount): EksFoundation {
  const { provider, region, key, tags, transforms } = account;
  const { clusterName, logRetentionDays } = settings;
  const lockoutGuard = guardAccess(environment, settings, account);
  const network = new Network(
    "network",
    {
      ...settings.network,
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
      ...settings,
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
  const kubernetes = connect({ kubeconfig: cluster.kubeconfig });
  const volumes = new VolumeClass("volumes", { className: "gp3", tags }, { provider: kubernetes, dependsOn: cluster });
  const autoscaler = createAutoscaler(settings, account, { cluster, kubernetes });
  return { network, cluster, kubernetes, storageClassName: volumes.className, autoscaler };
}

function createAutoscaler(
  { clusterName, compute }: EksSettings,
  { account, region, provider, transforms }: OpenAccount,
  { cluster, kubernetes }: Pick<EksFoundation, "cluster" | "kubernetes">,
): ClusterAutoscaler | undefined {
  return compute.kind === "clusterAutoscaler"
    ? new ClusterAutoscaler(
        "cluster-autoscaler",
        {
          account,
          region,
          clusterName,
          chartVersion: versions.charts["cluster-autoscaler"],
          version: versions.clusterAutoscaler,
        },
        { providers: [provider, kubernetes], dependsOn: cluster, transforms },
      )
    : undefined;
}

function guardAccess(environment: Environment, settings: EksSettings, { provider }: OpenAccount): LockoutGuard {
  return new LockoutGuard(
    "lockout-guard",
    {
      ...settings,
      caller: aws.getCallerIdentityOutput({}, { provider }).arn,
      unprotected: !isProtected("cluster-access", environment),
    },
    {},
  );
}

/** The Kubernetes provider of a cluster. */
export function connect(connection: Pick<k8s.ProviderArgs, "kubeconfig" | "context">): k8s.Provider {
  return new k8s.Provider("kubernetes", {
    ...connection,
    // A run that was killed may have made objects that its state does not know; the next run takes them over.
    enableServerSideApply: true,
  });
}
