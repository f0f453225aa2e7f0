import { describe, expect, it } from "vitest";
import { renameColumn, splitTable } from "./plans";
import { checkSchemaHistory, partsAfter, type SchemaHistory, type SchemaRelease } from "./schema-history";

const FIRST: SchemaRelease = {
  version: "v1.0",
  migrations: [{ id: "0001", phase: "expand", adds: ["t.a"] }],
  reads: ["t.a"],
  writes: ["t.a"],
};
const add: SchemaRelease["migrations"][number] = { id: "0002", phase: "expand", adds: ["t.b"] };
const copy: SchemaRelease["migrations"][number] = { id: "0003", phase: "backfill", from: "t.a", to: ["t.b"] };
const drop: SchemaRelease["migrations"][number] = { id: "0004", phase: "contract", drops: ["t.a"] };
const onB = { reads: ["t.b"], writes: ["t.b"] };

function problemsOf(...later: SchemaHistory): readonly string[] {
  return checkSchemaHistory([FIRST, ...later]).map(({ path, message }) => `${path}: ${message}`);
}

describe("the plan to rename a column", () => {
  const plan = renameColumn("users", "name", "full_name");

  it("74: takes five releases, in the order add and copy, write both, copy again, use the new one, drop", () => {
    const steps = plan.slice(1).map(({ migrations, reads, writes }) => ({
      migrations: migrations.map(({ phase }) => phase),
      reads,
      writes,
    }));
    const [old, renamed] = ["users.name", "users.full_name"];
    expect(steps).toEqual([
      { migrations: ["expand", "backfill"], reads: [old], writes: [old] },
      { migrations: [], reads: [old], writes: [old, renamed] },
      { migrations: ["backfill"], reads: [old], writes: [old, renamed] },
      { migrations: [], reads: [renamed], writes: [renamed] },
      { migrations: ["contract"], reads: [renamed], writes: [renamed] },
    ]);
  });

  it("has each version work with its neighbours, and not with one of its steps left out", () => {
    expect(checkSchemaHistory(plan)).toEqual([]);
    const without = (index: number) => checkSchemaHistory(plan.filter((_, at) => at !== index));
    expect([1, 2, 3, 4].map((index) => without(index).length > 0)).toEqual([true, true, true, true]);
  });
});

describe("the plan to split a table", () => {
  const plan = splitTable("a", ["b", "c"]);

  it("goes from the old table in v1.0 to the new ones in v2.0, and drops the old one last", () => {
    expect(checkSchemaHistory(plan)).toEqual([]);
    const tables = plan.map(({ version }, index) => [version, [...partsAfter(plan.slice(0, index + 1))].join("")]);
    expect(Object.fromEntries(tables)).toEqual({
      "v1.0": "a",
      "v1.1": "abc",
      "v1.2": "abc",
      "v1.3": "abc",
      "v2.0": "abc",
      "v2.1": "bc",
    });
    expect(plan.find(({ version }) => version === "v2.0")).toMatchObject({ reads: ["b", "c"], writes: ["b", "c"] });
  });
});

describe("a history is refused where", () => {
  it("a version uses what is not there", () => {
    expect(problemsOf({ version: "v1.1", migrations: [], ...onB })).toEqual([
      "v1.1: it uses t.b, which no migration up to it has added, or one has dropped.",
    ]);
  });

  it("something is dropped while the version before, which uses it, still runs", () => {
    expect(problemsOf({ version: "v1.1", migrations: [add, drop], ...onB })).toEqual([
      "v1.1: it drops t.a, which v1.0 uses and which may run meanwhile, or again. " +
        "Release a version that does without t.a first.",
    ]);
  });

  it("a version would not find what an earlier one wrote, because it was copied while that one went on writing", () => {
    expect(problemsOf({ version: "v1.1", migrations: [add, copy], ...onB })).toEqual([
      "v1.1: it reads t.b and would not find what v1.0 wrote to t.a. Copy that in a version after one that writes both.",
    ]);
  });

  it("versions do not rise, in natural order", () => {
    const same = { migrations: [], reads: FIRST.reads, writes: FIRST.writes };
    expect(problemsOf({ version: "v1.9", ...same }, { version: "v1.10", ...same })).toEqual([]);
    expect(problemsOf({ version: "v1.10", ...same }, { version: "v1.9", ...same })).toEqual([
      "v1.9: it follows v1.10, which is not earlier; versions always rise.",
    ]);
  });

  it("two migrations have one name", () => {
    const twice = { ...FIRST, version: "v1.1", migrations: [{ ...add, id: "0001" }] };
    expect(problemsOf(twice)).toEqual(["0001: there are two migrations of this name; each has a file of its own."]);
  });
});
