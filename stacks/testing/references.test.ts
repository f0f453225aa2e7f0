import { describe, expect, it } from "vitest";
import type { Recorded } from "../../components/testing/recording";
import { referencesOf, unanswered } from "./references";

const pod = {
  containers: [
    { envFrom: [{ configMapRef: { name: "shared" } }, { secretRef: { name: "all" } }] },
    {
      env: [
        { name: "A", valueFrom: { secretKeyRef: { name: "all", key: "a" } } },
        { name: "secret", value: "b" },
      ],
    },
    { env: [{ name: "B", valueFrom: { configMapKeyRef: { name: "shared", key: "b" } } }] },
  ],
  volumes: [
    { name: "keys", secret: { secretName: "all", items: [{ key: "c" }, { key: "d" }] } },
    { name: "files", configMap: { name: "files" } },
    { name: "both", projected: { sources: [{ secret: { name: "all", items: [{ key: "e" }] } }] } },
  ],
};

function object(kind: string, name: string, data: object, secretPaths: readonly string[] = []): Recorded {
  return { inputs: { kind, metadata: { name }, data }, secretPaths } as unknown as Recorded;
}

describe("the references of a pod", () => {
  it("are found in variables, whole configurations, volumes and projected volumes", () => {
    expect(referencesOf(pod)).toEqual([
      { kind: "ConfigMap", name: "shared" },
      { kind: "Secret", name: "all" },
      { kind: "Secret", name: "all", key: "a" },
      { kind: "ConfigMap", name: "shared", key: "b" },
      { kind: "Secret", name: "all", key: "c" },
      { kind: "Secret", name: "all", key: "d" },
      { kind: "ConfigMap", name: "files" },
      { kind: "Secret", name: "all", key: "e" },
    ]);
  });

  it("are unanswered where the object or one of its keys is not declared", () => {
    const hidden = ["a", "c", "e"].map((key) => `stringData.${key}`);
    const declared = [object("ConfigMap", "shared", { a: "1" }), object("Secret", "all", {}, hidden)];
    expect(unanswered(referencesOf(pod), declared)).toEqual([
      { kind: "ConfigMap", name: "shared", key: "b" },
      { kind: "Secret", name: "all", key: "d" },
      { kind: "ConfigMap", name: "files" },
    ]);
  });

  it("are not answered by an object of another kind that has the same name", () => {
    const references = [{ kind: "Secret", name: "shared", key: "a" } as const];
    expect(unanswered(references, [object("ConfigMap", "shared", { a: "1" })])).toEqual(references);
  });
});
