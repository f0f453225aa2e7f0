import { describe, expect, it } from "vitest";
import { GRAPHS, recordStack } from "./testing/graph";

/** What is made once for the whole environment. */
const FREE_STANDING = /^(pulumi:providers:|pulumi-nodejs:dynamic\/|kubernetes:core\/v1:Namespace$)/;

/** What is in no namespace, or in one that the cluster has, and so does not go with the system's own. */
const CLUSTER_WIDE = /:ClusterRole(Binding)?$|:StorageClass$|:helm.sh\/v3:Release$/;

/** The namespace that a child goes with: the log collector's own is the one beside the system's. */
function namespaceOf(child: string): string | undefined {
  const own = "log-collector-namespace";
  return child === own ? undefined : child.startsWith("log-collector-") ? own : "namespace";
}

/** What is in no cloud: the engine's state alone has it. */
const IN_STATE = "pulumi-nodejs:dynamic/";

describe.each(GRAPHS)("every component of %s", async (stack) => {
  const { resources, outputs } = await recordStack(stack);
  const components = resources.filter(({ custom, remote }) => !custom && !remote);
  const children = resources.filter(({ custom, parent }) => custom && parent !== undefined);

  it("has a type token of ours, and children", () => {
    expect(components.length).toBeGreaterThan(0);
    for (const component of components) {
      expect(component.type).toMatch(/^thoughts:[a-z]+:[A-Z][A-Za-z]+$/);
      expect(children.filter(({ parent }) => parent === component.name)).not.toHaveLength(0);
    }
  });

  it("names each child after itself and a role that is a word", () => {
    for (const { name, parent } of children) {
      expect(name.slice(0, (parent ?? "").length + 1)).toBe(`${parent ?? ""}-`);
      expect(name.slice((parent ?? "").length + 1)).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });

  it("registers outputs that say something", () => {
    for (const { name } of components) {
      expect(Object.keys(outputs.get(name) ?? {}), name).not.toHaveLength(0);
    }
  });

  it("holds everything that is not made once for the whole environment", () => {
    const orphans = resources.filter(({ custom, parent }) => custom && parent === undefined);

    expect(orphans.filter(({ type }) => !FREE_STANDING.test(type))).toEqual([]);
  });

  it("uses the explicit provider of its cloud, and in Kubernetes goes with its namespace", () => {
    for (const { name, type, provider, deletedWith } of children.filter((child) => !child.type.startsWith(IN_STATE))) {
      const expected = type.startsWith("kubernetes:")
        ? { provider: "kubernetes", deletedWith: CLUSTER_WIDE.test(type) ? undefined : namespaceOf(name) }
        : { provider: type.slice(0, type.indexOf(":")), deletedWith: undefined };
      expect({ name, provider, deletedWith }).toEqual({ name, ...expected });
    }
  });
});
