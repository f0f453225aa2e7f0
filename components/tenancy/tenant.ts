import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { commonLabels } from "../base/labels";

const CHILDREN = {
  quota: k8s.core.v1.ResourceQuota,
  limits: k8s.core.v1.LimitRange,
  "network-policy": k8s.networking.v1.NetworkPolicy,
  role: k8s.rbac.v1.Role,
  "role-binding": k8s.rbac.v1.RoleBinding,
};

export interface TenantArgs extends Transformable<typeof CHILDREN> {
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** The group of users that may look into the namespace. @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
  readonly group: string;
  /** The most that all of the namespace may ask for and hold: `{ pods: "30" }`. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
  readonly quota: Readonly<Record<string, string>>;
  /** What a container has that says nothing of it, and the most that one may have. @see https://kubernetes.io/docs/concepts/policy/limit-range/ */
  readonly container: {
    readonly requests: Readonly<Record<string, string>>;
    readonly limits: Readonly<Record<string, string>>;
    readonly most: Readonly<Record<string, string>>;
  };
}

/** What people read who look for a fault; Secrets are not among it. */
const READABLE: readonly types.input.rbac.v1.PolicyRule[] = [
  ["", ["configmaps", "endpoints", "events", "limitranges", "persistentvolumeclaims", "pods", "resourcequotas"]],
  ["", ["pods/log", "serviceaccounts", "services"]],
  ["apps", ["controllerrevisions", "deployments", "replicasets", "statefulsets"]],
  ["batch", ["cronjobs", "jobs"]],
  ["discovery.k8s.io", ["endpointslices"]],
  ["events.k8s.io", ["events"]],
  ["networking.k8s.io", ["ingresses", "networkpolicies"]],
  ["policy", ["poddisruptionbudgets"]],
].map(([group, resources]) => ({
  apiGroups: [group as string],
  resources: resources as string[],
  verbs: ["get", "list", "watch"],
}));

/** What people do to pods: look from the inside, and start them anew. The rest is done by who deploys. */
const PODS: readonly types.input.rbac.v1.PolicyRule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
  // A connection over WebSocket is a `get`, and since Kubernetes 1.35 a `create` too.
  { apiGroups: [""], resources: ["pods/exec", "pods/portforward"], verbs: ["get", "create"] },
];

/**
 * Bounds of a namespace in a cluster that others use too: how much it may take, who may look into it, and that its pods
 * connect to nothing that no other NetworkPolicy names. Nothing of it reaches beyond the namespace.
 */
export class Tenant extends Component<typeof CHILDREN> {
  constructor(name: string, args: TenantArgs, opts: pulumi.ComponentResourceOptions) {
    super("tenancy:Tenant", name, CHILDREN, args, opts);
    const metadata = { name, namespace: args.namespace, labels: commonLabels(name, args.partOf) };
    const { requests, limits, most } = args.container;
    this.make("quota", { metadata, spec: { hard: args.quota } });
    this.make("limits", {
      metadata,
      spec: { limits: [{ type: "Container", defaultRequest: requests, default: limits, max: most }] },
    });
    // For all pods, both ways, and no rule: what lets through are the policies of each application.
    this.make("network-policy", { metadata, spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } });
    const role = this.make("role", { metadata, rules: [...READABLE, ...PODS] });
    this.make("role-binding", {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: args.group }],
    });
    this.registerOutputs({ group: args.group });
  }
}
