import type * as k8s from "@pulumi/kubernetes";
import { Tenant } from "../components/tenancy/tenant";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";
import { inNamespace } from "./namespace";
import { SYSTEM } from "./system";

/**
 * The most that a demo takes of the cluster of its source: all of its pods at their largest, and as many again while each is
 * replaced. Beside the Ingresses that it shares, no load balancer is one of its own.
 */
export const DEMO_QUOTA = {
  pods: "40",
  "requests.cpu": "2",
  "requests.memory": "3Gi",
  "limits.memory": "6Gi",
  persistentvolumeclaims: "2",
  "requests.storage": "20Gi",
  "services.loadbalancers": "0",
  "services.nodeports": "6",
} as const;

/** A container that somebody runs beside those of the program, which say what they need. */
const DEMO_CONTAINER = {
  requests: { cpu: "10m", memory: "32Mi" },
  limits: { memory: "128Mi" },
  most: { memory: "2Gi" },
} as const;

/** The group of users of a team, as the cluster's authentication names it. */
export function groupOf(owner: string): string {
  return `team:${owner}`;
}

/** The bounds of a demo. @returns none for an environment that has no end */
export function createTenant(
  { lease }: Environment,
  foundation: Foundation,
  namespace: k8s.core.v1.Namespace,
): Tenant | undefined {
  if (lease === undefined) {
    return undefined;
  }
  return new Tenant(
    "tenant",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      group: groupOf(lease.owner),
      quota: DEMO_QUOTA,
      container: DEMO_CONTAINER,
    },
    inNamespace({ foundation, namespace }),
  );
}
