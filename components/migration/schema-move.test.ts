import { describe, expect, it } from "vitest";
import { renameColumn, splitTable } from "./plans";
import type { SchemaHistory } from "./schema-history";
import { checkBackups, migrationsOf, schemaMove } from "./schema-move";

const RENAME = renameColumn("users", "name", "full_name");
const SPLIT = splitTable("a", ["b", "c"]);

const LETTERS = { safe: "+", hides: "~", refused: "-" } as const;

/** A row for each version to start from, a column for each to go to. */
function table(history: SchemaHistory): readonly string[] {
  const versions = history.map(({ version }) => version);
  return versions.map((from) => {
    const moves = versions.map((to) => LETTERS[schemaMove(history, from, to).kind]);
    return `${from} ${moves.join("")}`;
  });
}

describe("a move between two versions", () => {
  it("of a renamed column is judged for all pairs: + safe, ~ it hides what the newer one wrote, - refused", () => {
    expect(table(RENAME)).toEqual([
      "v1.0 ++++--", // v1.0 would go on writing the old column after the copy
      "v1.1 ++++--",
      "v1.2 +++++-",
      "v1.3 +++++-",
      "v1.4 ~~~~++", // the step back from v1.4 runs, but does not see what v1.4 wrote to the new column alone
      "v1.5 ----++", // the old column is gone
    ]);
  });

  it("of a table that is split is judged for all pairs", () => {
    expect(table(SPLIT)).toEqual([
      "v1.0 +++---",
      "v1.1 ~++++-",
      "v1.2 ~++++-",
      "v1.3 ~+++++",
      "v2.0 ~+++++",
      "v2.1 ---+++",
    ]);
  });

  it.each([
    ["rename", RENAME],
    ["split", SPLIT],
  ])("by one step, forward or back, is never refused (%s)", (_, history) => {
    const pairs = history.slice(1).map(({ version }, index) => [history[index]?.version ?? "", version] as const);
    const moves = pairs.flatMap(([one, next]) => [schemaMove(history, one, next), schemaMove(history, next, one)]);
    expect(moves.filter(({ kind }) => kind === "refused")).toEqual([]);
  });

  it("back across a drop is refused with the reason, how far back is possible, and the way forward", () => {
    expect(schemaMove(RENAME, "v1.5", "v1.2")).toEqual({
      kind: "refused",
      reason: "v1.2 uses users.name, which drop_name has dropped; going back undoes no migration.",
      instead:
        "Go back no further than v1.4, or forward: release a version that adds users.name again and fills it from the backup.",
    });
  });

  it("75: from a version that reads the old object to one that drops it is refused, with the version to go through", () => {
    expect(schemaMove(RENAME, "v1.3", "v1.5")).toEqual({
      kind: "refused",
      reason: expect.stringContaining("it drops users.name, which v1.3 uses") as string,
      instead: "Go through v1.4 first: each version may follow the one before it.",
    });
  });

  it("between versions that changed nothing of the schema is safe, also where the history does not name them", () => {
    expect(schemaMove(RENAME, "v1.2-3-g2257f9c", "v1.2")).toEqual({ kind: "safe" });
    expect(schemaMove(RENAME, "v0.9", "v0.8")).toEqual({ kind: "safe" });
    expect(schemaMove(RENAME, "v1.10", "v1.2").kind).toBe("refused");
  });
});

describe("the migrations of a version", () => {
  it("are its own and all before it", () => {
    expect(migrationsOf(RENAME, "v1.2").map(({ id }) => id)).toEqual(["add_name", "add_full_name", "copy_name"]);
    expect(migrationsOf(RENAME, "v0.9")).toEqual([]);
  });

  it("need a mark of the backup for each that drops something", () => {
    expect(checkBackups(RENAME, "v1.4", {})).toEqual([]);
    expect(checkBackups(RENAME, "v1.5", { drop_name: "rds:before-v1-5" })).toEqual([]);
    expect(checkBackups(RENAME, "v1.5", { drop_name: "" })).toEqual([
      {
        path: "backups.drop_name",
        message: "it is missing, and the migration drops data for good; take a backup, and write here where it is.",
      },
    ]);
    expect(checkBackups(RENAME, "v1.4", { add_name: "x" })).toMatchObject([{ path: "backups.add_name" }]);
  });
});
