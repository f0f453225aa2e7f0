import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { check, type Naming } from "./check";
import { at, textAt } from "../wire/json";
import { kindOf } from "./kinds";
import { isSecret, secret, UNKNOWN } from "../wire/values";

const kind = kindOf("kubernetes:core/v1:ConfigMap");
const naming: Naming = { logicalName: "web", randomSeed: new Uint8Array([1, 2, 3]) };
const none = {};

describe("a name", () => {
  it("is made of the logical name and eight hex digits of the engine's seed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (randomSeed) => {
        const first = check(kind, none, {}, { ...naming, randomSeed }, "a").inputs;
        const second = check(kind, none, {}, { ...naming, randomSeed }, "a").inputs;
        expect(textAt(first, "metadata", "name")).toMatch(/^web-[0-9a-f]{8}$/);
        expect(second).toEqual(first);
      }),
    );
  });

  it("stays when it was automatic before", () => {
    const first = check(kind, none, {}, naming, "a").inputs;
    const again = check(kind, first, {}, { ...naming, randomSeed: new Uint8Array([9]) }, "a").inputs;
    expect(again).toEqual(first);
  });

  it("is made anew when a person chose the former one", () => {
    const again = check(kind, { metadata: { name: "chosen" } }, {}, naming, "a").inputs;
    expect(textAt(again, "metadata", "name")).toMatch(/^web-/);
  });

  it("is the engine's where pulumi:autonaming says so, and must be written where it is disabled", () => {
    const proposed = { ...naming, autonaming: { mode: "propose", proposedName: "web-of-team" } } as const;
    expect(textAt(check(kind, none, {}, proposed, "a").inputs, "metadata", "name")).toBe("web-of-team");
    const disabled = { ...naming, autonaming: { mode: "disabled", proposedName: "" } } as const;
    expect(check(kind, none, {}, disabled, "a").failures).toHaveLength(1);
  });

  it("that is not known yet is left alone", () => {
    const { inputs } = check(kind, none, { metadata: { name: UNKNOWN } }, naming, "a");
    expect(inputs.metadata).toEqual({ name: UNKNOWN, namespace: "a" });
  });
});

describe("the inputs", () => {
  it("get apiVersion, kind and the default namespace, and lose nulls", () => {
    const { inputs } = check(kind, none, { metadata: { name: "x", labels: null } }, naming, "a");
    expect(inputs).toEqual({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "a" } });
  });

  it("keep a namespace of their own", () => {
    const { inputs } = check(kind, none, { metadata: { name: "x", namespace: "own" } }, naming, "a");
    expect(textAt(inputs, "metadata", "namespace")).toBe("own");
  });

  it("keep secret markers where they are", () => {
    const { inputs } = check(kind, none, { metadata: { name: "x" }, data: { a: secret("b") } }, naming, "a");
    expect(at(inputs, "data", "a")).toEqual(secret("b"));
    expect(isSecret(check(kind, none, { metadata: secret({ name: "x" }) }, naming, "a").inputs.metadata)).toBe(true);
  });
});
