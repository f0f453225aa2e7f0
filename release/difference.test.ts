import { describe, expect, it } from "vitest";
import { differenceOf } from "./difference";

const sides = { base: "production", other: "staging" };

describe("the difference of two stacks", () => {
  it("is told at the deepest path that can be named", () => {
    const base = { inputs: { spec: { maxReplicas: 8, minReplicas: 2 }, names: ["a", "b"] } };
    const other = { inputs: { spec: { maxReplicas: 4, minReplicas: 2 }, names: ["a", "c"] } };
    expect(differenceOf(base, other, sides)).toEqual({
      "inputs.spec.maxReplicas": { production: 8, staging: 4 },
      "inputs.names[1]": { production: "b", staging: "c" },
    });
  });

  it("has one side where the other has nothing, and whole lists of another length", () => {
    expect(differenceOf({ a: 1, list: [1] }, { "b/c": 2, list: [1, 2] }, sides)).toEqual({
      a: { production: 1 },
      "[b/c]": { staging: 2 },
      list: { production: [1], staging: [1, 2] },
    });
  });

  it("of texts is the lines that went and came", () => {
    expect(differenceOf({ text: "a\nb\nc\n" }, { text: "a\nx\nc\n" }, sides)).toEqual({ text: ["- b", "+ x"] });
  });

  it("is nothing where nothing differs", () => {
    expect(differenceOf({ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, sides)).toEqual({});
  });
});
