import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { optional, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";
import type { Dependency } from "../workload/network-policy";

type Rule = types.input.rbac.v1.PolicyRule;

/** What a program may ask the API server for: nothing that is not named. */
export interface ApiPermissions {
  /** In its own namespace. */
  readonly namespace: readonly Rule[];
  /** In the whole cluster, for what belongs to no namespace. @default - nothing */
  readonly cluster?: readonly Rule[];
}

/** The API server as a NetworkPolicy sees it: at an address that is not known, at the port of EKS or that of most others. */
export const API_SERVER: readonly Dependency[] = [443, 6443].map((port) => ({ to: { kind: "anywhere" }, port }));

const CHILDREN = {
  role: k8s.rbac.v1.Role,
  "role-binding": k8s.rbac.v1.RoleBinding,
  "cluster-role": optional(k8s.rbac.v1.ClusterRole),
  "cluster-role-binding": optional(k8s.rbac.v1.ClusterRoleBinding),
};

export interface AccountAccessArgs extends Transformable<typeof CHILDREN> {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  readonly account: k8s.core.v1.ServiceAccount;
  readonly permissions: ApiPermissions;
}

/**
 * Gives a ServiceAccount its permissions: a Role and a RoleBinding, and a ClusterRole with its binding where it needs more.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class AccountAccess extends Component<typeof CHILDREN> {
  constructor(name: string, args: AccountAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("observability:AccountAccess", name, CHILDREN, args, opts);
    this.#inNamespace(name, args);
    if (args.permissions.cluster !== undefined) {
      this.#inCluster(name, args, args.permissions.cluster);
    }
    this.registerOutputs({ account: args.account.metadata.name });
  }

  #inNamespace(name: string, args: AccountAccessArgs): void {
    const metadata = { name, namespace: args.namespace, labels: commonLabels(name, args.partOf) };
    const role = this.make("role", { metadata, rules: [...args.permissions.namespace] });
    this.make("role-binding", {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [subjectOf(args)],
    });
  }

  #inCluster(name: string, args: AccountAccessArgs, rules: readonly Rule[]): void {
    const metadata = {
      // Two environments in one cluster have a role each.
      name: pulumi.interpolate`${args.namespace}-${name}`,
      labels: commonLabels(name, args.partOf),
    };
    // These are in no namespace, so they do not go with one.
    const options = { deletedWith: undefined };
    const role = this.make("cluster-role", { metadata, rules: [...rules] }, options);
    this.make(
      "cluster-role-binding",
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
        subjects: [subjectOf(args)],
      },
      options,
    );
  }
}

function subjectOf({ account, namespace }: AccountAccessArgs): types.input.rbac.v1.Subject {
  return { kind: "ServiceAccount", name: account.metadata.name, namespace };
}
