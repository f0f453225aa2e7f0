import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { optional, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { PODS, ServiceRole, type ServiceRoleArgs } from "../identity/service-role";

/** The role of an add-on's pods. */
export interface AddonIdentity extends Pick<ServiceRoleArgs, "managedPolicies" | "statements"> {
  /** The ServiceAccount that the add-on's pods have. */
  readonly serviceAccount: string;
}

const CHILDREN = {
  role: optional(ServiceRole),
  addon: aws.eks.Addon,
};

export interface ClusterAddonArgs extends Transformable<typeof CHILDREN> {
  readonly clusterName: pulumi.Input<string>;
  /** As EKS calls it: `coredns`. */
  readonly addon: string;
  /** `v1.13.2-eksbuild.31` */
  readonly version: string;
  /** The add-on's own settings, as its schema has them. @default - AWS's */
  readonly configuration?: object;
  /** @default - its pods use no service of AWS */
  readonly identity?: AddonIdentity;
}

/**
 * An add-on that EKS installs and keeps as it was told, at one version.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class ClusterAddon extends Component<typeof CHILDREN> {
  /** As EKS calls it. */
  readonly addonName: string;
  /** Of its pods. @default - undefined for one that uses no service of AWS */
  readonly roleArn: pulumi.Output<string> | undefined;

  /** @param opts what it depends on, its pods wait for */
  constructor(name: string, args: ClusterAddonArgs, opts: pulumi.ComponentResourceOptions) {
    super("cluster:ClusterAddon", name, CHILDREN, args, opts);
    const { clusterName, addon, version, configuration, identity } = args;
    const role = identity && this.make("role", { service: PODS, ...identity });
    this.addonName = addon;
    this.roleArn = role?.arn;
    this.make(
      "addon",
      {
        clusterName,
        addonName: addon,
        addonVersion: version,
        // What this says holds; EKS would otherwise refuse over a field that somebody changed by hand.
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        ...(configuration && { configurationValues: JSON.stringify(configuration) }),
        ...(role && {
          podIdentityAssociations: [{ serviceAccount: identity.serviceAccount, roleArn: role.arn }],
        }),
      },
      { dependsOn: opts.dependsOn ?? [] },
    );
    this.registerOutputs({ addon, version });
  }
}
