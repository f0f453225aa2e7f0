import type { StackPart } from "../../engine/pulumi/state";
import { definitionOf, SERVICES } from "../../infra/system";
import { type Group, groupOf } from "../status/environment-status";

/** Which parts of an environment connect to which. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly links: readonly Link[];
}

export interface TopologyNode {
  readonly name: string;
  /** `hosts` are names that are reached from outside the cluster. */
  readonly group: Group | "hosts";
}

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** @default - undefined: that of HTTP */
  readonly port: number | undefined;
  /** The first version of `to` that will do. @default - undefined: any */
  readonly minimum: string | undefined;
}

/** What goes over a link: requests from outside, calls between services, data, log lines, or what tools look at. */
export type LinkKind = "requests" | "calls" | "data" | "logs" | "watches";

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ for what is read of it */
interface PolicySpec {
  readonly podSelector?: { readonly matchLabels?: Labels };
  readonly egress?: readonly {
    readonly to?: readonly { readonly podSelector?: { readonly matchLabels?: Labels } }[];
    readonly ports?: readonly { readonly port: number }[];
  }[];
}

interface Labels {
  readonly app?: string;
}

interface IngressSpec {
  readonly rules?: readonly { readonly host?: string }[];
}

const WORKLOAD = /^kubernetes:apps\/v1:(Deployment|StatefulSet)$/;
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";

/**
 * The topology of an environment, from what the program has registered: components that have workloads, and what their
 * network policies and Ingresses let through.
 */
export function topologyOf(parts: readonly StackPart[]): Topology {
  const apps = [...new Set(parts.flatMap(({ type, parent }) => (WORKLOAD.test(type) ? (parent ?? []) : [])))];
  const hosts = parts.filter(({ type }) => type === INGRESS).flatMap(hostsOf);
  return {
    nodes: [
      ...hosts.map(({ from }) => ({ name: from, group: "hosts" as const })),
      ...apps.map((name) => ({ name, group: groupOf(name) })),
    ],
    links: [
      ...hosts.filter(({ to }) => apps.includes(to)),
      ...unique(parts.filter(({ type }) => type === POLICY).flatMap((policy) => linksOf(policy, apps))),
    ],
  };
}

function hostsOf({ parent = "", inputs }: StackPart): readonly Link[] {
  const { rules = [] } = (inputs.spec ?? {}) as IngressSpec;
  const hosts = rules.flatMap(({ host }) => host ?? []);
  return hosts.map((from) => ({ from, to: parent, kind: "requests", port: undefined, minimum: undefined }));
}

function linksOf({ inputs }: StackPart, apps: readonly string[]): readonly Link[] {
  const { podSelector, egress = [] } = (inputs.spec ?? {}) as PolicySpec;
  const from = podSelector?.matchLabels?.app;
  if (from === undefined || !apps.includes(from)) {
    return [];
  }
  return egress.flatMap(({ to: peers = [], ports = [] }) =>
    peers
      .flatMap((peer) => peer.podSelector?.matchLabels?.app ?? [])
      .filter((to) => apps.includes(to))
      .map((to) => ({ from, to, kind: kindOf(from, to), port: ports[0]?.port, minimum: minimumOf(from, to) })),
  );
}

function kindOf(from: string, to: string): LinkKind {
  if (groupOf(from) === "tools") {
    return "watches";
  }
  const kinds = { services: "calls", databases: "data", tools: "logs" } as const;
  return kinds[groupOf(to)];
}

/** What a service's definition says that it needs of another one. */
function minimumOf(from: string, to: string): string | undefined {
  const service = SERVICES.find((name) => name === from);
  return service === undefined ? undefined : definitionOf(service).calls[to];
}

/** A link by TCP and one by UDP are one. */
function unique(links: readonly Link[]): readonly Link[] {
  return [...new Map(links.map((link) => [`${link.from} ${link.to}`, link])).values()];
}
