import { describe, expect, it } from "vitest";
import { definitionOf, SERVICES } from "../../infra/system";
import { expectedParts } from "./testing/expected-parts";
import { type LinkKind, topologyOf } from "./topology";

describe("the topology of an environment", () => {
  const topology = topologyOf(expectedParts("local"));
  const linksOf = (kind: LinkKind) =>
    topology.links.filter((link) => link.kind === kind).map(({ from, to }) => `${from} → ${to}`);

  it("has a node for each service, its database, each tool and each host", () => {
    const names = (group: string) => topology.nodes.filter((node) => node.group === group).map(({ name }) => name);
    expect(names("services").sort()).toEqual([...SERVICES].sort());
    expect(names("databases")).toEqual(["thoughts-backend-db", "users-backend-db"]);
    expect(names("tools")).toEqual(expect.arrayContaining(["alertmanager", "grafana", "prometheus", "syslog"]));
    expect(names("hosts")).toContain("frontend.example.local");
  });

  it("has the calls that services' definitions say, with the versions that they need", () => {
    const said = SERVICES.flatMap((from) =>
      Object.entries(definitionOf(from).calls).map(([to, minimum]) => ({ from, to, minimum })),
    );
    const found = topology.links.filter(({ kind }) => kind === "calls");
    expect(found.map(({ from, to, minimum }) => ({ from, to, minimum })).sort(byName)).toEqual(said.sort(byName));
  });

  it("leads from each host to what it is for, and from each backend to its own database", () => {
    expect(linksOf("requests")).toContain("users.example.local → users-backend");
    expect(linksOf("data")).toEqual(["thoughts-backend → thoughts-backend-db", "users-backend → users-backend-db"]);
  });

  it("shows who sends log lines and who looks at what, once each", () => {
    expect(linksOf("logs")).toEqual(SERVICES.map((name) => `${name} → syslog`).sort());
    expect(linksOf("watches")).toEqual(
      expect.arrayContaining(["prometheus → frontend", "grafana → prometheus", "blackbox-exporter → syslog"]),
    );
    const all = topology.links.map(({ from, to }) => `${from} → ${to}`);
    expect(new Set(all).size).toBe(all.length);
  });

  it("has nothing of an environment in which nothing is yet", () => {
    expect(topologyOf([])).toEqual({ nodes: [], links: [] });
  });
});

function byName(one: { from: string; to: string }, other: { from: string; to: string }): number {
  return `${one.from} ${one.to}` < `${other.from} ${other.to}` ? -1 : 1;
}
