import type { types } from "@pulumi/kubernetes";
import type { Labels } from "../base/labels";
import { checkPort } from "../base/port";
import type { Problem } from "../base/problems";

/** One end of a connection, as a NetworkPolicy can name it. */
export type Peer =
  /** The pods of an application in the same namespace, whatever their slot: label `app`. */
  | { readonly kind: "app"; readonly app: string }
  /** Pods with these labels in another namespace. */
  | { readonly kind: "pods"; readonly namespace: string; readonly labels: Labels }
  /** Addresses outside of the cluster's pods, such as those of a VPC: `10.0.0.0/16`. */
  | { readonly kind: "addresses"; readonly cidr: string }
  /** Whoever there is. */
  | { readonly kind: "anywhere" };

/** A port of a peer. */
export interface Port {
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/** Who may connect to a pod, and where. */
export interface Caller extends Port {
  readonly from: Peer;
}

/** Where a pod may connect to. */
export interface Dependency extends Port {
  readonly to: Peer;
}

/** All connections of an application's pods; what is not declared is not let through. */
export interface NetworkAccess {
  readonly callers: readonly Caller[];
  /** Names are looked up in any case. */
  readonly dependencies: readonly Dependency[];
}

/** The cluster's DNS, by the labels that it has in every distribution. */
const DNS: Peer = { kind: "pods", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
const LOOK_UP: readonly Dependency[] = [
  { to: DNS, port: 53, protocol: "UDP" },
  { to: DNS, port: 53, protocol: "TCP" },
];

const CIDR = /^(\d{1,3}\.){3}\d{1,3}\/([0-9]|[12][0-9]|3[0-2])$/;

export function checkNetworkAccess({ callers, dependencies }: NetworkAccess): readonly Problem[] {
  return [
    ...callers.flatMap(({ from, port }) => checkEnd("callers", from, port)),
    ...dependencies.flatMap(({ to, port }) => checkEnd("dependencies", to, port)),
  ];
}

function checkEnd(path: string, peer: Peer, port: number): readonly Problem[] {
  const problems = [...checkPort(path, port)];
  if (peer.kind === "addresses" && !CIDR.test(peer.cidr)) {
    problems.push({ path, message: `"${peer.cidr}" is no range of addresses; use one such as "10.0.0.0/16".` });
  }
  return problems;
}

/**
 * Lets through what was declared and nothing else, for all pods with these labels.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function renderNetworkPolicy(
  selector: Labels,
  { callers, dependencies }: NetworkAccess,
): types.input.networking.v1.NetworkPolicySpec {
  return {
    podSelector: { matchLabels: selector },
    policyTypes: ["Ingress", "Egress"],
    ingress: callers.map(({ from, ...port }) => ({ ...peers("from", from), ports: [renderPort(port)] })),
    egress: [...dependencies, ...LOOK_UP].map(({ to, ...port }) => ({ ...peers("to", to), ports: [renderPort(port)] })),
  };
}

function renderPort({ port, protocol = "TCP" }: Port): types.input.networking.v1.NetworkPolicyPort {
  return { port, protocol };
}

/** A rule that names no peer is for all of them. */
function peers<Field extends "from" | "to">(
  field: Field,
  peer: Peer,
): Partial<Record<Field, types.input.networking.v1.NetworkPolicyPeer[]>> {
  const rendered = renderPeer(peer);
  return rendered === undefined ? {} : ({ [field]: [rendered] } as Record<Field, (typeof rendered)[]>);
}

function renderPeer(peer: Peer): types.input.networking.v1.NetworkPolicyPeer | undefined {
  switch (peer.kind) {
    case "app":
      return { podSelector: { matchLabels: { app: peer.app } } };
    case "pods":
      return {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": peer.namespace } },
        podSelector: { matchLabels: peer.labels },
      };
    case "addresses":
      return { ipBlock: { cidr: peer.cidr } };
    case "anywhere":
      return undefined;
    default:
      return peer satisfies never;
  }
}
