import type { types } from "@pulumi/kubernetes";

/** Who can reach a service from outside the cluster's network. */
export type Exposure =
  /** Nobody. */
  | { readonly kind: "internal" }
  /** Whoever reaches a node, at a port the cluster chooses, and at `host` through the ingress controller. */
  | { readonly kind: "nodePort"; readonly host: string; readonly ingressClassName: string }
  /** Whoever reaches the ingress controller, at `host`. */
  | { readonly kind: "ingress"; readonly host: string; readonly ingressClassName: string };

/** The type of Service an exposure needs. */
export function serviceType(exposure: Exposure): "ClusterIP" | "NodePort" {
  switch (exposure.kind) {
    case "internal":
    case "ingress":
      return "ClusterIP";
    case "nodePort":
      return "NodePort";
    default:
      return exposure satisfies never;
  }
}

/**
 * All paths of a host to one Service.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export function renderIngress(
  exposure: Exclude<Exposure, { kind: "internal" }>,
  service: string,
  port: number,
): types.input.networking.v1.IngressSpec {
  return {
    ingressClassName: exposure.ingressClassName,
    rules: [
      {
        host: exposure.host,
        http: {
          paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: service, port: { number: port } } } }],
        },
      },
    ],
  };
}
