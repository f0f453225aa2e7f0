import type { Exposure } from "../components/ingress/exposure";
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
  return { kind, ...entrance, ...(ingressClassName === "skipper" && { weightedBy: "skipper" }) };
}
