import { describe, expect, it } from "vitest";
import { statefulOf } from "./stateful";

describe("what holds something that can't be made again", () => {
  it.each([
    ["kubernetes:core/v1:Namespace", "all that is in it"],
    ["kubernetes:core/v1:PersistentVolumeClaim", "the data in its volume"],
    ["pulumi-nodejs:dynamic/generated:Password", "the password"],
    ["aws:rds/instance:Instance", "its databases"],
  ])("is a %s, with %s", (type, holds) => {
    expect(statefulOf(type, {})?.holds).toBe(holds);
  });

  it("is a StatefulSet that has volumes, and no other", () => {
    const set = (...volumeClaimTemplates: readonly object[]) =>
      statefulOf("kubernetes:apps/v1:StatefulSet", { spec: { volumeClaimTemplates } });
    expect(set({ metadata: { name: "data" } })?.holds).toBe("the data in its volumes");
    expect(set()).toBeUndefined();
    expect(statefulOf("kubernetes:apps/v1:StatefulSet", { spec: {} })).toBeUndefined();
  });

  it.each(["kubernetes:apps/v1:Deployment", "kubernetes:core/v1:Secret", "toString"])("is no %s", (type) => {
    expect(statefulOf(type, {})).toBeUndefined();
  });
});
