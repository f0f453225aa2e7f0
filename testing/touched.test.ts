import { describe, expect, it } from "vitest";
import { type Tree, touchedBy } from "./touched";

const tree: Tree = {
  imports: new Map([
    ["a.ts", []],
    ["b.ts", ["a.ts"]],
    ["b.test.ts", ["b.ts"]],
    ["c.test.ts", []],
    ["program.ts", ["a.ts"]],
    ["up.engine.test.ts", []],
    ["down.engine.test.ts", ["b.ts"]],
    ["nodes.real.test.ts", ["a.ts"]],
  ]),
  reach: { "up.engine.test.ts": ["program.ts"], "program.ts": ["settings.yaml"], "c.test.ts": ["pages/"] },
};

describe("the tests that a change touches", () => {
  it("are those that import it, also through others", () => {
    expect(touchedBy(["b.ts"], tree)).toEqual({ unit: ["b.test.ts"], engine: ["down.engine.test.ts"] });
  });

  it("are those that start a program which imports it, or read it", () => {
    expect(touchedBy(["a.ts"], tree).engine).toEqual(["down.engine.test.ts", "up.engine.test.ts"]);
    expect(touchedBy(["settings.yaml"], tree)).toEqual({ unit: [], engine: ["up.engine.test.ts"] });
    expect(touchedBy(["pages/one.md"], tree)).toEqual({ unit: ["c.test.ts"], engine: [] });
  });

  it("are the tests themselves that are changed", () => {
    expect(touchedBy(["c.test.ts"], tree)).toEqual({ unit: ["c.test.ts"], engine: [] });
  });

  it("are all unit tests for a file of which nobody says who reads it, or that is gone", () => {
    expect(touchedBy(["style.css"], tree)).toEqual({ unit: ["b.test.ts", "c.test.ts"], engine: [] });
    expect(touchedBy(["gone.ts"], tree).unit).toEqual(["b.test.ts", "c.test.ts"]);
  });

  it("are all of both for what everything depends on, and none for what no test reads", () => {
    expect(touchedBy(["package-lock.json"], tree)).toEqual({
      unit: ["b.test.ts", "c.test.ts"],
      engine: ["down.engine.test.ts", "up.engine.test.ts"],
    });
    expect(touchedBy(["README.md", "docs/some.md"], tree)).toEqual({ unit: [], engine: [] });
  });
});
