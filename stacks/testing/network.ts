// What NetworkPolicies let through, by the rules of https://kubernetes.io/docs/concepts/services-networking/network-policies/:
// a connection has to be let out by the one side's policies and let in by the other's.
import type { Objects } from "./objects";

export type Labels = Readonly<Record<string, string>>;

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}

interface Peer {
  readonly podSelector?: { readonly matchLabels: Labels };
  readonly namespaceSelector?: { readonly matchLabels: Labels };
  readonly ipBlock?: unknown;
}

export interface Policy {
  /** @default - without labels: all pods of the namespace */
  readonly podSelector: { readonly matchLabels?: Labels };
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

export interface Connection {
  readonly from: Labels;
  readonly to: Labels;
  readonly port: number;
  readonly protocol?: "TCP" | "UDP";
}

export function policiesOf(objects: Objects): readonly Policy[] {
  return objects.all("NetworkPolicy").map(({ spec }) => spec as unknown as Policy);
}

/** The labels of the pods that workloads make, by the workload's name. */
export function podLabels(objects: Objects): ReadonlyMap<string, Labels> {
  return new Map([...objects.podTemplates()].map(([name, { metadata }]) => [name, metadata.labels]));
}

/** Every selector of pods of this namespace that policies hold. */
export function podSelectors(policies: readonly Policy[]): readonly Labels[] {
  return policies.flatMap(({ podSelector, ingress = [], egress = [] }) => {
    const peers = [...ingress, ...egress].flatMap(({ from = [], to = [] }) => [...from, ...to]);
    const here = peers.filter(({ namespaceSelector }) => namespaceSelector === undefined);
    return [podSelector, ...here.flatMap((peer) => peer.podSelector ?? [])].map(({ matchLabels = {} }) => matchLabels);
  });
}

/** @param selector @default - all */
export function selects(selector: Labels = {}, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** Between pods of one namespace. */
export function isLetThrough(policies: readonly Policy[], connection: Connection): boolean {
  const side = { namespace: "", policies };
  return isLetThroughBetween(side, side, connection);
}

/** A namespace, and what its NetworkPolicies say. */
export interface Side {
  readonly namespace: string;
  readonly policies: readonly Policy[];
}

/** Between a pod of one namespace and one of another, or of the same. */
export function isLetThroughBetween(from: Side, to: Side, connection: Connection): boolean {
  const isOther = (namespace: string) => (from.namespace === to.namespace ? undefined : namespace);
  return (
    passes(
      from.policies,
      "Egress",
      connection.from,
      { labels: connection.to, namespace: isOther(to.namespace) },
      connection,
    ) &&
    passes(
      to.policies,
      "Ingress",
      connection.to,
      { labels: connection.from, namespace: isOther(from.namespace) },
      connection,
    )
  );
}

/** The other end. */
interface End {
  readonly labels: Labels;
  /** @default - undefined: the same one */
  readonly namespace: string | undefined;
}

function passes(
  policies: readonly Policy[],
  direction: "Ingress" | "Egress",
  own: Labels,
  other: End,
  { port, protocol = "TCP" }: Connection,
): boolean {
  const applying = policies.filter(
    ({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector.matchLabels, own),
  );
  const rules = applying.flatMap((policy) => (direction === "Ingress" ? policy.ingress : policy.egress) ?? []);
  return (
    applying.length === 0 ||
    rules.some((rule) => {
      const peers = direction === "Ingress" ? rule.from : rule.to;
      const ports = rule.ports?.some((one) => one.port === port && one.protocol === protocol) ?? true;
      return ports && (peers?.some((peer) => isPeer(peer, other)) ?? true);
    })
  );
}

/** Addresses are those of what is outside of the cluster: never a pod. */
function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, { labels, namespace }: End): boolean {
  if (ipBlock !== undefined || !selects(podSelector?.matchLabels, labels)) {
    return false;
  }
  return namespaceSelector === undefined
    ? namespace === undefined && podSelector !== undefined
    : namespace !== undefined && selects(namespaceSelector.matchLabels, { "kubernetes.io/metadata.name": namespace });
}
