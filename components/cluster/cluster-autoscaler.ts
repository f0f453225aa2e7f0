import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { PodIdentity } from "../identity/pod-identity";
import type { Statement } from "../identity/service-role";

const CHILDREN = {
  identity: PodIdentity,
  release: k8s.helm.v3.Release,
};

export interface ClusterAutoscalerArgs extends Transformable<typeof CHILDREN> {
  readonly account: string;
  readonly region: string;
  /** Name of the cluster, as tags of its groups and the permissions have it. */
  readonly clusterName: string;
  /** Version of the Helm chart. */
  readonly chartVersion: string;
  /** Of the program: `1.35.0`. Its minor version is the cluster's. */
  readonly version: string;
}

const NAME = "cluster-autoscaler";
const CHART = { chart: NAME, repo: "https://kubernetes.github.io/autoscaler" };
const NAMESPACE = "kube-system";

/**
 * Cluster Autoscaler: adds nodes to groups while pods find no room, within the groups' bounds, and takes away those that are
 * not needed for ten minutes. EKS tags the groups of its nodes in the way by which it finds them.
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/cas.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html for the tags
 */
export class ClusterAutoscaler extends Component<typeof CHILDREN> {
  /** Of its pod. */
  readonly roleArn: pulumi.Output<string>;

  /** @param opts with the `aws` and `kubernetes` providers */
  constructor(name: string, args: ClusterAutoscalerArgs, opts: pulumi.ComponentResourceOptions) {
    super("cluster:ClusterAutoscaler", name, CHILDREN, args, opts);
    const { clusterName, chartVersion } = args;
    const identity = this.make(
      "identity",
      { clusterName, namespace: NAMESPACE, serviceAccount: NAME, statements: permissions(args) },
      { dependsOn: opts.dependsOn ?? [] },
    );
    this.make(
      "release",
      {
        name: NAME,
        namespace: NAMESPACE,
        chart: CHART.chart,
        version: chartVersion,
        repositoryOpts: { repo: CHART.repo },
        // A release that failed is taken back, and not left for the next run to stumble over.
        atomic: true,
        cleanupOnFail: true,
        maxHistory: 5,
        values: values(args),
      },
      { dependsOn: identity },
    );
    this.roleArn = identity.roleArn;
    this.registerOutputs({ chart: NAME, version: chartVersion });
  }
}

/** @see https://github.com/kubernetes/autoscaler/blob/master/charts/cluster-autoscaler/values.yaml */
function values({ clusterName, region, version }: ClusterAutoscalerArgs): Record<string, unknown> {
  return {
    fullnameOverride: NAME,
    autoDiscovery: { clusterName },
    awsRegion: region,
    image: { tag: `v${version}` },
    rbac: { serviceAccount: { create: true, name: NAME } },
    extraArgs: {
      // Groups of several zones grow alike, unless a disk says which one is meant.
      "balance-similar-node-groups": true,
      expander: "least-waste",
      // Each pod has an emptyDir or runs for the cluster; else no node would ever be let go. What has to stay is on volumes.
      "skip-nodes-with-local-storage": false,
      "skip-nodes-with-system-pods": false,
    },
    resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_534,
      runAsGroup: 65_534,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}

/**
 * It looks at all groups, and changes those of its own cluster.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy
 */
function permissions({ account, region, clusterName }: ClusterAutoscalerArgs): readonly Statement[] {
  return [
    {
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: "eks:DescribeNodegroup",
      Resource: `arn:aws:eks:${region}:${account}:nodegroup/${clusterName}/*`,
    },
    {
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/eks-*`,
      Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" } },
    },
  ];
}
