import { describe, expect, it } from "vitest";
import { changeOf, Changes, fieldsThatDiffer, type StepEvent } from "./change";

const URN = "urn:pulumi:local::thoughts::kubernetes:apps/v1:Deployment::frontend-deployment";

function step(op: string, paths: readonly string[], before?: object, after?: object): StepEvent {
  const state = (inputs: object) => ({
    inputs,
    parent: "urn:pulumi:local::thoughts::thoughts:workload:Service::frontend",
  });
  return {
    op,
    type: "kubernetes:apps/v1:Deployment",
    urn: URN,
    old: before ? state(before) : null,
    new: after ? state(after) : null,
    detailedDiff:
      paths.length === 0
        ? null
        : Object.fromEntries(paths.map((path) => [path, { diffKind: "update", inputDiff: false }])),
  } as unknown as StepEvent;
}

const fieldsOf = (paths: readonly string[], before: object, after: object) =>
  changeOf(step("update", paths, before, after), "frontend-deployment").fields;

describe("a field that differs", () => {
  it("has its value before and after", () => {
    expect(fieldsOf(["spec.replicas"], { spec: { replicas: 2 } }, { spec: { replicas: 3 } })).toEqual([
      { path: ["spec", "replicas"], before: 2, after: 3 },
    ]);
  });

  it("is found behind a key with dots in it", () => {
    const labels = (version: string) => ({ metadata: { labels: { "app.kubernetes.io/version": version } } });
    expect(fieldsOf(['metadata.labels["app.kubernetes.io/version"]'], labels("v1"), labels("v2"))).toEqual([
      { path: ["metadata", "labels", "app.kubernetes.io/version"], before: "v1", after: "v2" },
    ]);
  });

  it("goes by the name of the element of a list that it is in, if that has one", () => {
    const env = (value: string) => ({ env: [{ name: "LEVEL", value }], args: [value] });
    expect(fieldsOf(["env[0].value", "args[0]"], env("info"), env("debug"))).toEqual([
      { path: ["env", "LEVEL", "value"], before: "info", after: "debug" },
      { path: ["args", "0"], before: "info", after: "debug" },
    ]);
  });

  it("was not there, or is not there any more", () => {
    expect(fieldsOf(["a", "b"], { b: 1 }, { a: 1 })).toEqual([
      { path: ["a"], before: undefined, after: 1 },
      { path: ["b"], before: 1, after: undefined },
    ]);
  });
});

describe("changes", () => {
  const added = (...steps: readonly StepEvent[]) => {
    const changes = new Changes();
    steps.forEach((one) => changes.add(URN, changeOf(one, "frontend-deployment")));
    return changes.all;
  };
  const [before, after] = [{ name: "a" }, { name: "b" }];

  it.each([
    ["first deleted", ["delete-replaced", "replace", "create-replacement"]],
    ["first created", ["create-replacement", "replace", "delete-replaced"]],
  ])("have a replacement once, with its fields, if it is %s", (_, ops) => {
    const steps = ops.map((op) =>
      op === "delete-replaced" ? step(op, [], before) : step(op, ["name"], before, after),
    );
    expect(added(...steps)).toEqual([
      expect.objectContaining({ op: "replace", before, after, fields: [{ path: ["name"], before: "a", after: "b" }] }),
    ]);
  });

  it("have a creation, with nothing before it", () => {
    const [created] = added(step("create", [], undefined, after));
    expect(created).toMatchObject({ op: "create" });
    expect(created).not.toHaveProperty("before");
  });

  it("have a deletion, with nothing after it", () => {
    const [deleted] = added(step("delete", [], before));
    expect(deleted).toMatchObject({ op: "delete", before });
    expect(deleted).not.toHaveProperty("after");
  });

  it("have an update and a deletion of one resource apart", () => {
    expect(added(step("update", ["name"], before, after), step("delete", [], before)).map(({ op }) => op)).toEqual([
      "update",
      "delete",
    ]);
  });
});

describe("two objects", () => {
  it("differ in the fields whose values do, and in those that one of them has alone", () => {
    expect(fieldsThatDiffer({ same: [1], gone: 1, url: "a" }, { url: "b", same: [1], added: { x: 1 } })).toEqual([
      { path: ["added"], before: undefined, after: { x: 1 } },
      { path: ["gone"], before: 1, after: undefined },
      { path: ["url"], before: "a", after: "b" },
    ]);
  });
});
