import { describe, expect, it } from "vitest";

import { difference, keepsName } from "./diff";
import type { JsonObject } from "../wire/json";
import { kindOf } from "./kinds";

const strict = { enableConfigMapMutable: false, enableSecretMutable: false };
const mutable = { enableConfigMapMutable: true, enableSecretMutable: true };

const replaced = (token: string, before: JsonObject, after: JsonObject, mutability = strict) =>
  difference(kindOf(token), before, after, mutability).replaces;

describe("a replacement", () => {
  const cases: [string, string, JsonObject, JsonObject, string[]][] = [
    [
      "follows a changed name",
      "kubernetes:core/v1:Service",
      { metadata: { name: "a" } },
      { metadata: { name: "b" } },
      ["metadata.name"],
    ],
    [
      "follows a selector that is added as a whole",
      "kubernetes:apps/v1:Deployment",
      {},
      { spec: { selector: { matchLabels: { a: "b" } } } },
      ["spec"],
    ],
    [
      "does not follow a changed template of a Deployment",
      "kubernetes:apps/v1:Deployment",
      { spec: { template: { a: 1 } } },
      { spec: { template: { a: 2 } } },
      [],
    ],
    [
      "follows a changed template of a Job",
      "kubernetes:batch/v1:Job",
      { spec: { template: { a: 1 } } },
      { spec: { template: { a: 2 } } },
      ["spec.template.a"],
    ],
    [
      "does not follow a changed template of a CronJob",
      "kubernetes:batch/v1:CronJob",
      { spec: { template: { a: 1 } } },
      { spec: { template: { a: 2 } } },
      [],
    ],
    [
      "follows a StatefulSet's claims",
      "kubernetes:apps/v1:StatefulSet",
      { spec: { volumeClaimTemplates: [] } },
      { spec: { volumeClaimTemplates: [{ a: 1 }] } },
      ["spec.volumeClaimTemplates[0]"],
    ],
    [
      "does not follow a claim's larger request",
      "kubernetes:core/v1:PersistentVolumeClaim",
      { spec: { resources: { requests: { storage: "1Gi" } } } },
      { spec: { resources: { requests: { storage: "2Gi" } } } },
      [],
    ],
    [
      "follows a StorageClass's provisioner",
      "kubernetes:storage.k8s.io/v1:StorageClass",
      { provisioner: "a" },
      { provisioner: "b" },
      ["provisioner"],
    ],
    [
      "follows another group of a custom resource",
      "kubernetes:b.example.com/v1:Thing",
      { apiVersion: "a.example.com/v1" },
      { apiVersion: "b.example.com/v1" },
      ["apiVersion"],
    ],
    [
      "does not follow another version of the same group",
      "kubernetes:a.example.com/v2:Thing",
      { apiVersion: "a.example.com/v1" },
      { apiVersion: "a.example.com/v2" },
      [],
    ],
  ];
  it.each(cases)("%s", (_, token, before, after, paths) => {
    expect(replaced(token, before, after)).toEqual(paths);
  });

  it.each(["ConfigMap", "Secret"])("follows the data of a %s unless it may be changed", (kind) => {
    const token = `kubernetes:core/v1:${kind}`;
    const [before, after]: JsonObject[] = [{ data: { a: "1" } }, { data: { a: "2" } }];
    expect(replaced(token, before ?? {}, after ?? {})).toEqual(["data.a"]);
    expect(replaced(token, before ?? {}, after ?? {}, mutable)).toEqual([]);
    expect(replaced(token, before ?? {}, { ...after, immutable: true }, mutable)).toEqual(["data.a"]);
  });
});

describe("ignored changes", () => {
  it("are left out, below their path, too", () => {
    const kind = kindOf("kubernetes:apps/v1:Deployment");
    const [before, after] = [{ spec: { replicas: 1, paused: true } }, { spec: { replicas: 2, paused: false } }];
    expect([...difference(kind, before, after, strict, ["spec.replicas"]).changes.keys()]).toEqual(["spec.paused"]);
    expect(difference(kind, before, after, strict, ["spec"]).changes.size).toBe(0);
  });
});

describe("the old object goes first", () => {
  const object = (name: string, namespace = "a", annotations = {}) => ({ metadata: { name, namespace, annotations } });
  it("when the new one has its name and namespace", () => {
    expect(keepsName(object("x"), object("x"))).toBe(true);
  });
  it("but not when the name, the namespace or an automatic name tells them apart", () => {
    expect(keepsName(object("x"), object("y"))).toBe(false);
    expect(keepsName(object("x"), object("x", "b"))).toBe(false);
    expect(keepsName(object("x"), object("x", "a", { "pulumi.com/autonamed": "true" }))).toBe(false);
  });
});
