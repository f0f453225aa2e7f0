import type { Peer } from "../workload/network-policy";
import type { LoadBalancer } from "./load-balancer";
import { ALB_DEREGISTRATION_SECONDS, ALB_IDLE_SECONDS } from "./load-balancer-times";

interface Entrance {
  /** The host that is asked for. */
  readonly host: string;
  /** Where requests come from when they reach a pod. @default - anywhere: that is not known here */
  readonly from?: readonly Peer[];
}

interface IngressEntrance extends Entrance {
  readonly ingressClassName: string;
  /**
   * The controller whose annotation divides requests by weight.
   * @default - none: plain Kubernetes, where the share of a canary follows from its pods
   * @see https://opensource.zalando.com/skipper/kubernetes/ingress-usage/
   */
  readonly weightedBy?: "skipper";
}

/** Who can reach a service from outside the cluster's network. */
export type Exposure =
  /** Nobody. */
  | { readonly kind: "internal" }
  /** Whoever reaches a node, at a port the cluster chooses, and at `host` through the ingress controller. */
  | ({ readonly kind: "nodePort" } & IngressEntrance)
  /** Whoever reaches the ingress controller, whichever it is, at `host`. */
  | ({ readonly kind: "ingress" } & IngressEntrance)
  /** Whoever reaches an AWS load balancer at `host`; it sends requests to the pods themselves. */
  | ({
      readonly kind: "alb";
      readonly ingressClassName: string;
      /** How it faces the internet. @default - not at all: inside the network only, over plain HTTP, as the controller does */
      readonly loadBalancer?: LoadBalancer;
    } & Entrance)
  /** Whoever reaches a Gateway that somebody else owns, at `host`. */
  | ({ readonly kind: "gateway"; readonly gateway: { readonly name: string; readonly namespace: string } } & Entrance);

/** An exposure that lets somebody in. */
export type Open = Exclude<Exposure, { kind: "internal" }>;

/** The type of Service an exposure needs. */
export function serviceType(exposure: Exposure): "ClusterIP" | "NodePort" {
  return exposure.kind === "nodePort" ? "NodePort" : "ClusterIP";
}

/** Whether an exact share of the requests can be sent to another Service. */
export function weighs(exposure: Exposure): boolean {
  switch (exposure.kind) {
    case "internal":
      return false;
    case "nodePort":
    case "ingress":
      return exposure.weightedBy !== undefined;
    case "alb":
    case "gateway":
      return true;
    default:
      return exposure satisfies never;
  }
}

/**
 * Whether what lets requests in has a group of targets of its own for each Service, which is filled some time after pods are
 * ready. A Service whose selector moves to other pods would have an empty one meanwhile, so each slot has a Service that
 * always selects it, and a group that is there before its pods: they are not ready until they are healthy targets.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
 */
export function hasTargetGroups(exposure: Exposure): boolean {
  return exposure.kind === "alb";
}

/** What stands in front of the pods, as far as their end matters to it. All in seconds. */
export interface Front {
  /** Until the last request has come in that was sent before the pod was known to end. */
  readonly noticesSeconds: number;
  /** For which requests that are under way to it are let end. @default - as long as they take */
  readonly deregistrationSeconds?: number;
  /** After which it closes a connection that nobody uses. @default - it asks the pods, and takes what they say */
  readonly idleTimeoutSeconds?: number;
}

/**
 * kube-proxy hears of a pod's end at once, on every node; skipper asks every 3 s. The AWS load balancer is told by a
 * controller, and goes on for longest: with no wait users saw 502s (aws-load-balancer-controller issue 2106).
 */
export function frontOf(exposure: Exposure): Front {
  switch (exposure.kind) {
    case "internal":
      return { noticesSeconds: 5 };
    case "nodePort":
    case "ingress":
    case "gateway":
      return { noticesSeconds: 10 };
    case "alb":
      return {
        noticesSeconds: 25,
        deregistrationSeconds: ALB_DEREGISTRATION_SECONDS,
        idleTimeoutSeconds: ALB_IDLE_SECONDS,
      };
    default:
      return exposure satisfies never;
  }
}
