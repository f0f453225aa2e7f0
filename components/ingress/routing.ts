import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Open } from "./exposure";
import { type LoadBalancer, loadBalancerAnnotations } from "./load-balancer";
import { ALB_DEREGISTRATION_SECONDS } from "./load-balancer-times";

/** A Service, and the percentage of the requests that it gets. */
export interface Backend {
  readonly service: string;
  readonly percent: number;
}

/** Where the requests of a host go. */
export interface Routing {
  /** The Service that stands for all of it. */
  readonly service: string;
  readonly port: number;
  /** @default - none: all requests go to `service` */
  readonly weights?: readonly Backend[] | undefined;
}

/** Where an Ingress sends the requests of a host. */
export interface IngressRouting extends Routing {
  /** What the pods speak; nobody checks a certificate of theirs. @default "http" */
  readonly podProtocol?: "http" | "https";
}

/** An Ingress, as far as it says where requests go. */
export interface RenderedIngress {
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly spec: types.input.networking.v1.IngressSpec;
}

/**
 * What the Kubernetes provider waits for: the address. Its own way of waiting may take an Ingress from its cache that is older
 * than the change, and keep that one in the state: the next run would change the Ingress once more. This way, objects of an
 * older generation are passed over.
 * @see https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#annotations
 */
const HAS_ADDRESS = { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0]}" } as const;

type IngressExposure = Exclude<Open, { kind: "gateway" }>;
type IngressBackend = types.input.networking.v1.IngressBackend;

/**
 * All paths of a host to one Service, or by weight to several.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export function renderIngress(exposure: IngressExposure, routing: IngressRouting): RenderedIngress {
  const { annotations, backends } =
    exposure.kind === "alb" ? albRouting(routing, exposure.loadBalancer) : plainRouting(routing);
  const paths = backends.map((backend) => ({ path: "/", pathType: "Prefix", backend }));
  return {
    annotations: { ...HAS_ADDRESS, ...annotations },
    spec: { ingressClassName: exposure.ingressClassName, rules: [{ host: exposure.host, http: { paths } }] },
  };
}

interface Backends {
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly backends: readonly IngressBackend[];
}

/** Each controller reads its own, so that it does not matter which one the class is of. */
const TO_HTTPS = {
  "zalando.org/skipper-backend-protocol": "https",
  "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
} as const;

/**
 * @see https://opensource.zalando.com/skipper/kubernetes/ingress-usage/ for several Services at one path
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#backend-protocol
 */
function plainRouting({ service, port, weights, podProtocol }: IngressRouting): Backends {
  const protocol = podProtocol === "https" ? TO_HTTPS : {};
  const to = (name: string): IngressBackend => ({ service: { name, port: { number: port } } });
  return weights === undefined
    ? { annotations: protocol, backends: [to(service)] }
    : {
        annotations: {
          ...protocol,
          "zalando.org/backend-weights": JSON.stringify(
            Object.fromEntries(weights.map((backend) => [backend.service, backend.percent])),
          ),
        },
        backends: weights.map((backend) => to(backend.service)),
      };
}

/** @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/ */
function albRouting(
  { service, port, weights, podProtocol }: IngressRouting,
  loadBalancer: LoadBalancer | undefined,
): Backends {
  const annotations = {
    // To the pods themselves: through the nodes' ports a pod that ends would take others' requests with it.
    "alb.ingress.kubernetes.io/target-type": "ip",
    "alb.ingress.kubernetes.io/target-group-attributes": `deregistration_delay.timeout_seconds=${ALB_DEREGISTRATION_SECONDS}`,
    ...(podProtocol === "https" && { "alb.ingress.kubernetes.io/backend-protocol": "HTTPS" }),
    ...(loadBalancer && loadBalancerAnnotations(loadBalancer)),
  };
  if (weights === undefined) {
    return { annotations, backends: [{ service: { name: service, port: { number: port } } }] };
  }
  const targetGroups = weights.map((backend) => ({
    serviceName: backend.service,
    servicePort: port,
    weight: backend.percent,
  }));
  return {
    annotations: {
      ...annotations,
      // The action is named like the backend that stands for it.
      [`alb.ingress.kubernetes.io/actions.${service}`]: JSON.stringify({
        type: "forward",
        forwardConfig: { targetGroups },
      }),
    },
    backends: [{ service: { name: service, port: { name: "use-annotation" } } }],
  };
}

/**
 * The same for a Gateway.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
export function renderHttpRoute(
  { host, gateway }: Extract<Open, { kind: "gateway" }>,
  { service, port, weights = [{ service, percent: 100 }] }: Routing,
): Readonly<Record<string, unknown>> {
  return {
    parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
    hostnames: [host],
    rules: [{ backendRefs: weights.map((backend) => ({ name: backend.service, port, weight: backend.percent })) }],
  };
}
