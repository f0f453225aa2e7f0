import { describe, expect, it } from "vitest";
import { checkNetworkAccess, type NetworkAccess, renderNetworkPolicy } from "./network-policy";

const access: NetworkAccess = {
  callers: [
    { from: { kind: "app", app: "web" }, port: 8000 },
    { from: { kind: "anywhere" }, port: 9000 },
  ],
  dependencies: [
    { to: { kind: "app", app: "syslog" }, port: 5140, protocol: "UDP" },
    { to: { kind: "addresses", cidr: "10.0.0.0/16" }, port: 5432 },
  ],
};
const DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
};

describe("a network policy", () => {
  it("lets through what was declared, names looked up, and nothing else", () => {
    expect(renderNetworkPolicy({ app: "api" }, access)).toEqual({
      podSelector: { matchLabels: { app: "api" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 8000, protocol: "TCP" }] },
        { ports: [{ port: 9000, protocol: "TCP" }] },
      ],
      egress: [
        { to: [{ podSelector: { matchLabels: { app: "syslog" } } }], ports: [{ port: 5140, protocol: "UDP" }] },
        { to: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [{ port: 5432, protocol: "TCP" }] },
        { ...DNS, ports: [{ port: 53, protocol: "UDP" }] },
        { ...DNS, ports: [{ port: 53, protocol: "TCP" }] },
      ],
    });
  });

  it("of an application that nobody calls lets nobody in: an absent list would let in everybody", () => {
    expect(renderNetworkPolicy({ app: "api" }, { callers: [], dependencies: [] })).toMatchObject({
      ingress: [],
      policyTypes: ["Ingress", "Egress"],
    });
  });

  it("is refused with a port or a range of addresses that is none", () => {
    expect(checkNetworkAccess(access)).toEqual([]);
    const callers = [{ from: { kind: "addresses", cidr: "10.0.0.0" } as const, port: 0 }];
    expect(checkNetworkAccess({ callers, dependencies: [] }).map(({ path, message }) => `${path}: ${message}`)).toEqual(
      [
        "callers: 0 is no port; use a whole number from 1 to 65535.",
        `callers: "10.0.0.0" is no range of addresses; use one such as "10.0.0.0/16".`,
      ],
    );
  });
});
