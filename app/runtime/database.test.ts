import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testPostgres, type TestPostgres } from "../testing/postgres";
import { reached, readDatabase } from "./database";

describe("a database that a migration needs", () => {
  let postgres: TestPostgres;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    postgres = await testPostgres();
    environment = await postgres.database();
  });
  afterAll(() => postgres.stop());

  it("is waited for while nobody answers", async () => {
    let wait = Promise.resolve();
    await postgres.without(async () => {
      wait = reached(readDatabase(environment));
      await sleep(700);
    });
    await expect(wait).resolves.toBeUndefined();
  });

  it("is not waited for longer than one has patience", async () => {
    await postgres.without(async () => {
      await expect(reached(readDatabase(environment), 0)).rejects.toThrow("ECONNREFUSED");
    });
  });

  it("is not waited for if it answers, and refuses", async () => {
    const start = Date.now();
    const other = readDatabase({ ...environment, POSTGRES_DB: "other" });
    await expect(reached(other)).rejects.toThrow('database "other" does not exist');
    expect(Date.now() - start).toBeLessThan(5_000);
  });
});
