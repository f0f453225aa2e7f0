import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { ACCESS_POLICIES, type ClusterAccess, type Grant, grantsOf } from "./cluster-access";

const CHILDREN = {
  entry: each(aws.eks.AccessEntry, (person) => person),
  policy: each(aws.eks.AccessPolicyAssociation, (grant) => grant),
};

export interface AccessEntriesArgs extends Transformable<typeof CHILDREN> {
  readonly clusterName: pulumi.Input<string>;
  readonly access: ClusterAccess;
}

/**
 * What EKS itself knows of who may use a cluster; no ConfigMap in it has a say.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class AccessEntries extends Component<typeof CHILDREN> {
  /** Known once everybody has what they were granted. */
  readonly granted: pulumi.Output<readonly string[]>;

  /** @param opts what it depends on, each entry waits for */
  constructor(name: string, args: AccessEntriesArgs, opts: pulumi.ComponentResourceOptions) {
    super("cluster:AccessEntries", name, CHILDREN, args, opts);
    const grants = Object.entries(grantsOf(args.access));
    const after = { dependsOn: opts.dependsOn ?? [] };
    this.granted = pulumi.all(grants.map(([key, grant]) => this.#grant(key, args.clusterName, grant, after).id));
    this.registerOutputs({ granted: this.granted });
  }

  #grant(
    key: string,
    clusterName: pulumi.Input<string>,
    { role, level }: Grant,
    after: pulumi.CustomResourceOptions,
  ): aws.eks.AccessPolicyAssociation {
    const entry = this.makeEach("entry", key, { clusterName, principalArn: role, type: "STANDARD" }, after);
    return this.makeEach(
      "policy",
      `${key}-${level}`,
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
