import type * as pulumi from "@pulumi/pulumi";

/** What somebody else than Pulumi applies: a folder of manifests in a Git repository. */
export interface Delivered {
  /** The branch that is followed. */
  readonly branch: string;
  /** The address of the repository: `https://…`, or `ssh://…` with a deploy key. */
  readonly url: string;
  /** The namespace of all that is delivered: nothing is applied outside of it. */
  readonly namespace: pulumi.Input<string>;
  /** The system it belongs to: label `app.kubernetes.io/part-of`. */
  readonly partOf: string;
  /** Whether an object whose file is gone is deleted. */
  readonly prune: boolean;
  /** A folder for each service, those that are called before their callers. */
  readonly folders: readonly DeliveredFolder[];
}

/** The manifests of one service. */
export interface DeliveredFolder {
  /** Of the service. */
  readonly name: string;
  /** From the root of the repository: `staging/example/frontend`. */
  readonly path: string;
  /** Services of the same delivery that have to be ready before. */
  readonly after: readonly string[];
}

/**
 * Kinds of objects that a service is made of, and so all that may be delivered: no Secret, nothing that gives rights, and
 * nothing without a namespace. A commit can't do more than its service needs.
 */
export const DELIVERED_KINDS = [
  { group: "", kind: "Service", resource: "services" },
  { group: "", kind: "ServiceAccount", resource: "serviceaccounts" },
  { group: "apps", kind: "Deployment", resource: "deployments" },
  { group: "autoscaling", kind: "HorizontalPodAutoscaler", resource: "horizontalpodautoscalers" },
  { group: "gateway.networking.k8s.io", kind: "HTTPRoute", resource: "httproutes" },
  { group: "networking.k8s.io", kind: "Ingress", resource: "ingresses" },
  { group: "networking.k8s.io", kind: "NetworkPolicy", resource: "networkpolicies" },
  { group: "policy", kind: "PodDisruptionBudget", resource: "poddisruptionbudgets" },
] as const;
