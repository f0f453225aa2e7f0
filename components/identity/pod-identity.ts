import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import type { Dependency } from "../workload/network-policy";
import { PODS, ServiceRole, type Statement } from "./service-role";

const CHILDREN = {
  role: ServiceRole,
  association: aws.eks.PodIdentityAssociation,
};

export interface PodIdentityArgs extends Transformable<typeof CHILDREN> {
  /** The cluster, as EKS knows it. */
  readonly clusterName: pulumi.Input<string>;
  readonly namespace: pulumi.Input<string>;
  /** The ServiceAccount whose pods have it. */
  readonly serviceAccount: string;
  /** What they may do. */
  readonly statements: readonly Statement[];
}

/**
 * What a pod with a role asks: the agent on its node who it is, and AWS.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
export const AWS_DEPENDENCIES: readonly Dependency[] = [
  { to: { kind: "addresses", cidr: "169.254.170.23/32" }, port: 80 },
  { to: { kind: "anywhere" }, port: 443 },
];

/**
 * What the pods of a ServiceAccount may do on AWS. A pod gets it when it is made, and not later: what makes the pods depends
 * on it.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
export class PodIdentity extends Component<typeof CHILDREN> {
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: PodIdentityArgs, opts: pulumi.ComponentResourceOptions) {
    super("identity:PodIdentity", name, CHILDREN, args, opts);
    const { clusterName, namespace, serviceAccount, statements } = args;
    const role = this.make("role", { service: PODS, statements });
    this.make("association", { clusterName, namespace, serviceAccount, roleArn: role.arn });
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
