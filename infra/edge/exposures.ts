import type { Exposure } from "../../components/ingress/exposure";
import type { LoadBalancer } from "../../components/ingress/load-balancer";
import { INGRESS_CLASS } from "../../components/ingress/load-balancer-controller";
import type { ToolExposure } from "../../components/observability/tool";
import type { Platform } from "../platform";
import { definitionOf, type ServiceName } from "../system";
import type { Ingress } from "./choice";

/** An environment, as far as it says how requests come in. */
export interface Entered {
  readonly platform: Platform;
  readonly domain: string;
}

/** The class of the Ingresses that skipper serves here. */
const SKIPPER = "skipper";
const INTERNAL = { kind: "internal" } as const;

/**
 * Who reaches a service. One that is internal has a host only on a machine of one's own.
 * @param loadBalancer how an AWS load balancer faces the internet. @default - not at all
 */
export function exposureOf({ platform, domain }: Entered, service: ServiceName, loadBalancer?: LoadBalancer): Exposure {
  const { host: label, audience } = definitionOf(service);
  const host = `${label}.${domain}`;
  const { ingress } = platform;
  return audience.kind === "public" ? publicly(ingress, host, loadBalancer) : forOneself(ingress, host);
}

function publicly(ingress: Ingress, host: string, loadBalancer?: LoadBalancer): Exposure {
  switch (ingress.kind) {
    case "skipper": {
      const kind = ingress.backendsReachable ? "nodePort" : "ingress";
      return { kind, host, ingressClassName: SKIPPER, weightedBy: "skipper" };
    }
    case "class":
      return { kind: ingress.backendsReachable ? "nodePort" : "ingress", host, ingressClassName: ingress.className };
    case "gateway":
      return { kind: "gateway", host, gateway: { namespace: ingress.namespace, name: ingress.name } };
    case "alb":
      return { kind: "alb", host, ingressClassName: INGRESS_CLASS, ...(loadBalancer && { loadBalancer }) };
    default:
      return ingress satisfies never;
  }
}

/** A backend's callers are in the cluster and go past the Ingress: a canary of it gets its share by the number of its pods. */
function forOneself(ingress: Ingress, host: string): Exposure {
  const ingressClassName = ownClassOf(ingress);
  return ingressClassName === undefined ? INTERNAL : { kind: "nodePort", host, ingressClassName };
}

/** A tool is for those who may enter the cluster; it has a host only on a machine of one's own. */
export function toolExposureOf({ platform, domain }: Entered, name: string): ToolExposure {
  const ingressClassName = ownClassOf(platform.ingress);
  return ingressClassName === undefined ? INTERNAL : { kind: "ingress", host: `${name}.${domain}`, ingressClassName };
}

/** How the address of what is public begins. */
export function schemeOf({ ingress }: Platform): "http" | "https" {
  return ingress.kind === "alb" ? "https" : "http";
}

/** @returns the class of Ingresses that only a machine of one's own has; undefined anywhere else */
function ownClassOf(ingress: Ingress): string | undefined {
  switch (ingress.kind) {
    case "skipper":
      return ingress.backendsReachable ? SKIPPER : undefined;
    case "class":
      return ingress.backendsReachable ? ingress.className : undefined;
    case "gateway":
    case "alb":
      return undefined;
    default:
      return ingress satisfies never;
  }
}
