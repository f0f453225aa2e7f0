import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { changesBetween, pathText } from "./changes";
import { same, type JsonObject } from "./json";
import { UNKNOWN } from "./values";

const json = fc.jsonValue();
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonObject;

describe("the changes between two values", () => {
  it("are none for equal values", () => {
    fc.assert(fc.property(json, (value) => changesBetween(asJson(value), asJson(value)).length === 0));
  });

  it("are none exactly when the values are the same", () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [before, after] = [asJson(a), asJson(b)];
        expect(changesBetween(before, after).length === 0).toBe(same(before, after));
      }),
    );
  });

  it("count an unknown value as a change", () => {
    expect(changesBetween({ a: "1" }, { a: UNKNOWN })).toHaveLength(1);
  });
});

describe("a property path", () => {
  it("quotes keys with dots", () => {
    expect(pathText(["metadata", "annotations", "a.b/c", 0])).toBe('metadata.annotations["a.b/c"][0]');
  });
});
