import type { Exposure } from "../../components/ingress/exposure";
import type { LoadBalancer } from "../../components/ingress/load-balancer";
import { INGRESS_CLASS } from "../../components/ingress/load-balancer-controller";
import type { ToolExposure } from "../../components/observability/tool";
import { definitionOf, type ServiceName } from "../system";
import type { Edge } from "./choice";

/**
 * Who reaches a service. One that is internal has a host only on a machine of one's own.
 * @param loadBalancer how an AWS load balancer faces the internet. @default - not at all
 */
export function exposureOf(
  { edge }: { readonly edge: Edge },
  service: ServiceName,
  loadBalancer?: LoadBalancer,
): Exposure {
  const { ingressClassName, domain, backendsReachable } = edge;
  const { host, audience } = definitionOf(service);
  const isPublic = audience.kind === "public";
  if (!isPublic && !backendsReachable) {
    return { kind: "internal" };
  }
  const entrance = { host: `${host}.${domain}`, ingressClassName };
  if (ingressClassName === INGRESS_CLASS) {
    return { kind: "alb", ...entrance, ...(loadBalancer && { loadBalancer }) };
  }
  const kind = backendsReachable ? "nodePort" : "ingress";
  // A backend's callers are in the cluster and go past the Ingress: a canary of it gets its share by the number of its pods.
  const weighted = isPublic && ingressClassName === "skipper";
  return { kind, ...entrance, ...(weighted && { weightedBy: "skipper" }) };
}

/** A tool is for those who may enter the cluster; it has a host only on a machine of one's own. */
export function toolExposureOf({ edge }: { readonly edge: Edge }, name: string): ToolExposure {
  const { ingressClassName, domain, backendsReachable } = edge;
  return backendsReachable ? { kind: "ingress", host: `${name}.${domain}`, ingressClassName } : { kind: "internal" };
}
