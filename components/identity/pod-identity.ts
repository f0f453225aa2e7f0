import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { PODS, ServiceRole, type Statement } from "./service-role";

export interface PodIdentityArgs {
  /** The cluster, as EKS knows it. */
  readonly clusterName: pulumi.Input<string>;
  readonly namespace: pulumi.Input<string>;
  /** The ServiceAccount whose pods have it. */
  readonly serviceAccount: string;
  /** What they may do. */
  readonly statements: readonly Statement[];
}

/**
 * What the pods of a ServiceAccount may do on AWS. A pod gets it when it is made, and not later: what makes the pods depends
 * on it.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
export class PodIdentity extends Component {
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: PodIdentityArgs, opts: pulumi.ComponentResourceOptions) {
    super("identity:PodIdentity", name, opts);
    const { clusterName, namespace, serviceAccount, statements } = args;
    const role = new ServiceRole(this.child("role"), { service: PODS, statements }, this.childOptions());
    new aws.eks.PodIdentityAssociation(
      this.child("association"),
      { clusterName, namespace, serviceAccount, roleArn: role.arn },
      this.childOptions(),
    );
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
