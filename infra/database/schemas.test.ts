import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSchemaHistory } from "../../components/migration/schema-history";
import { recipesIn } from "../../sandbox/images/recipe";
import { BACKENDS } from "../system";
import { SCHEMAS } from "./schemas";

const ROOT = join(__dirname, "..", "..");

const recipes = recipesIn(ROOT);

describe.each(BACKENDS)("the schema of %s", (backend) => {
  it("has versions that work with those next to them", () => {
    expect(checkSchemaHistory(SCHEMAS[backend])).toEqual([]);
  });

  it("names the migrations that its image brings, in their order", () => {
    const folder = recipes.find(({ service }) => service === backend)?.folder ?? `of ${backend}`;
    const files = readdirSync(join(ROOT, "app", folder, "migrations")).sort();
    const ids = SCHEMAS[backend].flatMap(({ migrations }) => migrations.map(({ id }) => `${id}.sql`));
    expect(ids).toEqual(files);
  });
});
