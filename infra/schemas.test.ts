import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSchemaHistory } from "../components/migration/schema-history";
import { SCHEMAS } from "./schemas";

/** The folder of each backend's source. */
const FOLDERS = { "users-backend": "users", "thoughts-backend": "thoughts" } as const;

describe.each(["users-backend", "thoughts-backend"] as const)("the schema of %s", (backend) => {
  it("has versions that work with those next to them", () => {
    expect(checkSchemaHistory(SCHEMAS[backend])).toEqual([]);
  });

  it("names the migrations that its image brings, in their order", () => {
    const files = readdirSync(join(__dirname, "..", "app", FOLDERS[backend], "migrations")).sort();
    const ids = SCHEMAS[backend].flatMap(({ migrations }) => migrations.map(({ id }) => `${id}.sql`));
    expect(ids).toEqual(files);
  });
});
