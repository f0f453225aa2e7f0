import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { compare, type Side } from "./comparison";

function sideOf(stack: string, namespace: string, domain: string, objects: readonly object[]): Side {
  return { stack, namespace, domain, manifests: objects.map((object) => ({ path: "", text: stringify(object) })) };
}

const objects = (namespace: string, domain: string, image = "registry.example.local/shop:v1", hash = "0123abcd") => [
  { kind: "Namespace", metadata: { name: namespace } },
  { kind: "Ingress", metadata: { name: "shop", namespace }, spec: { rules: [{ host: `shop.${domain}` }] } },
  {
    kind: "Deployment",
    metadata: { name: "shop", namespace },
    spec: { image, configuration: `shop-config-${hash}`, backend: `db.${namespace}.svc` },
  },
];

const LOCAL = sideOf("local", "example", "example.local", objects("example", "example.local"));

describe("two environments", () => {
  it("are the same, but for their names, namespaces, hosts, and hashes in names", () => {
    const demo = objects("demo-anna", "demo-anna.example.local", undefined, "89abcdef");
    expect(compare(LOCAL, sideOf("demo-anna", "demo-anna", "demo-anna.example.local", demo))).toEqual({
      onlyFirst: [],
      onlySecond: [],
      differing: [],
      same: 3,
    });
  });

  it("differ in an image, whose registry is no host of theirs, and in what only one has", () => {
    const image = "registry.example.local/shop:v2";
    const demo = [
      ...objects("demo-anna", "demo-anna.example.local", image),
      { kind: "Role", metadata: { name: "tenant", namespace: "demo-anna" } },
    ];
    const found = compare(LOCAL, sideOf("demo-anna", "demo-anna", "demo-anna.example.local", demo));
    expect(found).toMatchObject({ onlyFirst: [], onlySecond: ["Role/tenant"], same: 2 });
    expect(found.differing).toEqual([
      ["Deployment/shop", { "spec.image": { local: "registry.example.local/shop:v1", "demo-anna": image } }],
    ]);
  });

  it("differ where one names the namespace, or a host, of the other", () => {
    const demo = objects("demo-anna", "demo-anna.example.local").map((object) =>
      object.kind === "Deployment" ? { ...object, spec: { ...object.spec, backend: "db.example.svc" } } : object,
    );
    const { differing } = compare(LOCAL, sideOf("demo-anna", "demo-anna", "demo-anna.example.local", demo));
    expect(differing.map(([object]) => object)).toEqual(["Deployment/shop"]);
  });
});
