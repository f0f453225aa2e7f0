import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import type { Problem } from "../base/problems";

/** Nodes of one kind, and how many. */
export interface NodeGroup {
  /** EC2 instance type. */
  readonly instanceType: string;
  readonly min: number;
  readonly desired: number;
  readonly max: number;
}

export interface EksClusterArgs {
  /** The name that `aws eks` commands take. */
  readonly clusterName: string;
  /** Kubernetes minor version: `1.35`. */
  readonly version: string;
  readonly nodes: NodeGroup;
}

/** What a node may do: join the cluster, give pods addresses, pull images. */
const NODE_POLICIES: Readonly<Record<string, string>> = {
  worker: "AmazonEKSWorkerNodePolicy",
  network: "AmazonEKS_CNI_Policy",
  images: "AmazonEC2ContainerRegistryPullOnly",
};

/**
 * An EKS cluster with one managed node group. Who may use it is said by access entries only.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export class EksCluster extends Component {
  /** For a Kubernetes provider; known once nodes are there to run pods. */
  readonly kubeconfig: pulumi.Output<string>;

  /** @param opts with the `aws` and `eks` providers */
  constructor(name: string, { clusterName, version, nodes }: EksClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("cluster:EksCluster", name, opts);
    const cluster = new eks.Cluster(
      this.child("control-plane"),
      {
        name: clusterName,
        version,
        authenticationMode: eks.AuthenticationMode.Api,
        skipDefaultNodeGroup: true,
        // Staying on a version past its standard support costs six times as much an hour.
        upgradePolicy: { supportType: "STANDARD" },
      },
      { parent: this },
    );
    const { role, attachments } = this.#nodeRole();
    const group = new eks.ManagedNodeGroup(
      this.child("nodes"),
      {
        cluster,
        nodeRole: role,
        instanceTypes: [nodes.instanceType],
        scalingConfig: { minSize: nodes.min, desiredSize: nodes.desired, maxSize: nodes.max },
      },
      // A node that may not do these things yet never becomes ready.
      { parent: this, dependsOn: attachments },
    );
    const ready = pulumi.all([cluster.kubeconfigJson, group.nodeGroup.status]);
    this.kubeconfig = pulumi.secret(ready.apply(([kubeconfig]) => kubeconfig));
    this.registerOutputs({ clusterName, nodesReady: group.nodeGroup.status });
  }

  #nodeRole(): { readonly role: aws.iam.Role; readonly attachments: aws.iam.RolePolicyAttachment[] } {
    const statement = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
    const role = new aws.iam.Role(
      this.child("node-role"),
      { assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
      this.childOptions(),
    );
    const attachments = Object.entries(NODE_POLICIES).map(
      ([purpose, policy]) =>
        new aws.iam.RolePolicyAttachment(
          this.child(`node-role-${purpose}`),
          { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
          this.childOptions(),
        ),
    );
    return { role, attachments };
  }
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html */
export function checkNodeGroup({ instanceType, min, desired, max }: NodeGroup): readonly Problem[] {
  const problems: Problem[] = [];
  if (!/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(instanceType)) {
    problems.push({
      path: "instanceType",
      message: `"${instanceType}" is no EC2 instance type; use one such as "m5.large".`,
    });
  }
  const sizes = { min, desired, max };
  for (const [path, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      problems.push({ path, message: `${size} is no number of nodes; use a whole number from 1.` });
    }
  }
  if (desired < min || desired > max) {
    problems.push({
      path: "desired",
      message: `${desired} nodes are not between min ${min} and max ${max}; change min or max with it.`,
    });
  }
  return problems;
}
