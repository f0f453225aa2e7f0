import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component";
import { ACCESS_POLICIES, type ClusterAccess, type Grant, grantsOf } from "./cluster-access";

export interface AccessEntriesArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly access: ClusterAccess;
}

/**
 * What EKS itself knows of who may use a cluster; no ConfigMap in it has a say.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class AccessEntries extends Component {
  /** Known once everybody has what they were granted. */
  readonly granted: pulumi.Output<readonly string[]>;

  /** @param opts what it depends on, each entry waits for */
  constructor(name: string, { clusterName, access }: AccessEntriesArgs, opts: pulumi.ComponentResourceOptions) {
    super("cluster:AccessEntries", name, opts);
    const grants = Object.entries(grantsOf(access));
    const after = this.childOptions({ dependsOn: opts.dependsOn ?? [] });
    this.granted = pulumi.all(grants.map(([key, grant]) => this.#grant(key, clusterName, grant, after).id));
    this.registerOutputs({ granted: this.granted });
  }

  #grant(
    key: string,
    clusterName: pulumi.Input<string>,
    { role, level }: Grant,
    after: pulumi.CustomResourceOptions,
  ): aws.eks.AccessPolicyAssociation {
    const entry = new aws.eks.AccessEntry(
      this.child(key),
      { clusterName, principalArn: role, type: "STANDARD" },
      after,
    );
    return new aws.eks.AccessPolicyAssociation(
      this.child(`${key}-${level}`),
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${ACCESS_POLICIES[level]}`,
        accessScope: { type: "cluster" },
      },
      after,
    );
  }
}
