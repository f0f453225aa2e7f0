import { expect, it } from "vitest";
import { readDatabase } from "./database";

it("all variables that are missing or wrong are said at once", () => {
  const given = { DATABASE_ENGINE: "SQLITE", POSTGRES_HOST: "db", POSTGRES_USER: "postgres" };
  expect(() => readDatabase(given)).toThrow(
    'DATABASE_ENGINE: it has to be "POSTGRESQL"\nPOSTGRES_DB is not set\nPOSTGRES_PASSWORD is not set',
  );
});
