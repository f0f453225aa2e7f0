import type { Exposure } from "../components/ingress/exposure";
import type { ToolExposure } from "../components/observability/tool";
import { INGRESS_CLASS } from "../components/ingress/load-balancer-controller";
import type { LoadBalancer } from "../components/ingress/load-balancer";
import type { Environment, ServiceName } from "./environment";

/** The part of a host's name that says which service it is (seed-facts section 1). */
const HOSTS: Readonly<Record<ServiceName, string>> = {
  "users-backend": "users",
  "thoughts-backend": "thoughts",
  frontend: "frontend",
};

/**
 * Who reaches a service: the frontend is for people; a backend has a host only on a machine of one's own.
 * @param loadBalancer how an AWS load balancer faces the internet. @default - not at all
 */
export function exposureOf(
  { edge }: Pick<Environment, "edge">,
  service: ServiceName,
  loadBalancer?: LoadBalancer,
): Exposure {
  const { ingressClassName, domain, backendsReachable } = edge;
  if (service !== "frontend" && !backendsReachable) {
    return { kind: "internal" };
  }
  const entrance = { host: `${HOSTS[service]}.${domain}`, ingressClassName };
  if (ingressClassName === INGRESS_CLASS) {
    return { kind: "alb", ...entrance, ...(loadBalancer && { loadBalancer }) };
  }
  const kind = backendsReachable ? "nodePort" : "ingress";
  // A backend's callers are in the cluster and go past the Ingress: a canary of it gets its share by the number of its pods.
  const weighted = service === "frontend" && ingressClassName === "skipper";
  return { kind, ...entrance, ...(weighted && { weightedBy: "skipper" }) };
}

/** A tool is for those who may enter the cluster; it has a host only on a machine of one's own. */
export function toolExposureOf({ edge }: Pick<Environment, "edge">, name: string): ToolExposure {
  const { ingressClassName, domain, backendsReachable } = edge;
  return backendsReachable ? { kind: "ingress", host: `${name}.${domain}`, ingressClassName } : { kind: "internal" };
}
