import { describe, expect, it } from "vitest";
import type { Change } from "../../engine/pulumi/change";
import { changeList } from "./change-list";

const KINDS: Readonly<Record<string, string>> = {
  Deployment: "kubernetes:apps/v1:Deployment",
  Service: "kubernetes:core/v1:Service",
  ConfigMap: "kubernetes:core/v1:ConfigMap",
  Secret: "kubernetes:core/v1:Secret",
};

function change(
  op: string,
  kind: string,
  owner: string,
  fields: Readonly<Record<string, readonly unknown[]>> = {},
): Change {
  return {
    op,
    type: KINDS[kind] ?? kind,
    name: `${owner}-${kind.toLowerCase()}`,
    parent: `urn:pulumi:local::thoughts::thoughts:workload:Service::${owner}`,
    fields: Object.entries(fields).map(([path, [before, after]]) => ({ path: path.split("."), before, after })),
  };
}

// No test runs on a terminal that shows colours.
const listed = (...changes: readonly Change[]) => changeList(changes).map((line) => line.replace(/\u001b\[\d+m/g, ""));

describe("the list of changes", () => {
  it("has a line for each component, what is replaced or deleted first", () => {
    expect(
      listed(
        change("create", "Deployment", "notes"),
        change("create", "Service", "notes"),
        change("update", "Deployment", "frontend", { "spec.replicas": [2, 3], "resources.memory": ["64Mi", "96Mi"] }),
        change("update", "Service", "frontend", { "spec.port": [80, 81] }),
        change("delete", "Secret", "old"),
        change("replace", "ConfigMap", "shared", { "data.LEVEL": ["info", "debug"] }),
      ),
    ).toEqual([
      "  ± shared    ConfigMap: LEVEL info → debug",
      "  - old       Secret",
      "  ~ frontend  replicas 2 → 3, memory 64Mi → 96Mi, Service port 80 → 81",
      "  + notes     Deployment, Service",
    ]);
  });

  it("says a reason that several resources are replaced for once", () => {
    const moved = { "metadata.namespace": ["example", "other"] };
    expect(listed(change("replace", "Service", "web", moved), change("replace", "Deployment", "web", moved))).toEqual([
      "  ± web  Deployment, Service: namespace example → other",
    ]);
  });

  it("says only what it is of a resource that is applied again as it was", () => {
    expect(listed(change("update", "Deployment", "web"))).toEqual(["  ~ web  Deployment"]);
  });

  it("leaves out a component, which is no more than its parts", () => {
    const component = { op: "create", type: "thoughts:workload:Service", name: "notes" };
    expect(listed(component, change("create", "Deployment", "notes"))).toEqual(["  + notes  Deployment"]);
  });

  it("calls what belongs to no component by its own name", () => {
    const stack = "urn:pulumi:local::thoughts::pulumi:pulumi:Stack::thoughts-local";
    const namespace = { op: "create", type: "kubernetes:core/v1:Namespace", name: "namespace", parent: stack };
    expect(listed(namespace)).toEqual(["  + namespace  Namespace"]);
  });

  it("shows no value of a Secret, whatever the engine shows", () => {
    expect(listed(change("update", "Secret", "web", { "data.password": ["aGVsbG8=", "d29ybGQ="] }))).toEqual([
      "  ~ web  Secret password changed",
    ]);
  });

  it("fits 80 columns, and a component takes no more than three lines", () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`field-${index}`, ["old", "new"]]));
    const lines = listed(change("update", "Deployment", "a-component-with-a-name-of-50-characters-or-more-x", fields));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)?.trim()).toBe("…");
  });

  it("is cut after 15 components, and counts the rest", () => {
    const many = Array.from({ length: 18 }, (_, index) => change("create", "Service", `service-${100 + index}`));
    const lines = listed(...many, change("update", "Service", "web", { "spec.port": [80, 81] }));
    expect(lines).toHaveLength(16);
    expect(lines.at(-1)).toBe("  … and 4 more: 4 create");
  });
});
