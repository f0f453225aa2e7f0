// RDS is a stand-in (app/testing/rds.ts); the databases are real, and so are their copies.
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDatabase } from "../runtime/database";
import { type RunningPostgres, testPostgres, type TestPostgres } from "../testing/postgres";
import { testRds, type TestRds } from "../testing/rds";
import { drillRestore } from "./drill";

const NAME = "thoughts-staging-users-backend";
const COPY = `${NAME}-drill`;
/** Seconds between looks. */
const PAUSE = 0.02;

describe("the drill of a restore", () => {
  let postgres: TestPostgres;
  let rds: TestRds;
  let environment: Record<string, string>;
  let backup: () => Promise<RunningPostgres>;
  let restorableUntil: () => Date;

  const query = async (statement: string, port = environment.POSTGRES_PORT) => {
    const client = new Client({ ...readDatabase(environment), port: Number(port) });
    await client.connect();
    try {
      return await client.query<{ word: string }>(statement);
    } finally {
      await client.end();
    }
  };
  const drill = () => drillRestore(environment, PAUSE);
  /** A copy in which something was lost. */
  const spoilt = (statement: string) => async () => {
    const copy = await postgres.copy();
    await query(statement, String(copy.port));
    return copy;
  };

  beforeAll(async () => {
    postgres = await testPostgres();
    rds = await testRds({ backup: () => backup(), restorableUntil: () => restorableUntil() });
    environment = { ...(await postgres.database()), DRILL_SERVER: NAME, DRILL_COPY: COPY };
    rds.add(NAME, { port: Number(environment.POSTGRES_PORT), stop: () => Promise.resolve() });
    Object.assign(process.env, { AWS_REGION: "us-west-2", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
    process.env.AWS_ENDPOINT_URL_RDS = rds.url;
    await query("CREATE TABLE users AS SELECT 'name ' || n AS word FROM generate_series(1, 1000) n");
    await query("CREATE TABLE nobody (word text)");
  });
  beforeEach(() => {
    backup = () => postgres.copy();
    // A minute ahead: the mark is always in it.
    restorableUntil = () => new Date(Date.now() + 60_000);
  });
  afterAll(async () => {
    await rds.stop();
    await postgres.stop();
  });

  it("says what was restored, as of when, and leaves no copy", async () => {
    expect(await drill()).toMatch(/^thoughts-staging-users-backend was restored as of 20.+Z: 3 tables with 1001 rows$/);
    expect(rds.names()).toEqual([NAME]);
  });

  it("makes the copy of the second after the row of this run, for the same clients, with what tells whose it is", () => {
    const restore = rds.asked.find((asked) => asked.get("Action") === "RestoreDBInstanceToPointInTime");
    expect(Object.fromEntries(restore ?? [])).toMatchObject({
      SourceDBInstanceIdentifier: NAME,
      TargetDBInstanceIdentifier: COPY,
      RestoreTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.000)?Z$/) as unknown,
      DBSubnetGroupName: "subnets",
      DBParameterGroupName: "parameters",
      "VpcSecurityGroupIds.VpcSecurityGroupId.1": "sg-1",
      "Tags.Tag.1.Key": "environment",
      DeletionProtection: "false",
      PubliclyAccessible: "false",
    });
    expect(restore?.has("Tags.Tag.2.Key")).toBe(false);
  });

  it("leaves nothing behind in the database but one row", async () => {
    await drill();
    expect((await query("SELECT run AS word FROM restore_drill")).rows).toHaveLength(1);
  });

  it("takes away the copy that an earlier drill left", async () => {
    rds.add(COPY, await postgres.copy());
    await drill();
    expect(rds.names()).toEqual([NAME]);
  });

  it.each([
    ["is older than this run", "DELETE FROM restore_drill", /the row that was written for this run is not there/],
    ["has lost a table", "DROP TABLE users", /the table users is not there/],
    ["has lost rows", "DELETE FROM users WHERE word > 'name 90'", /users has \d{3} rows of 1000/],
    ["does not let the service in", "ALTER ROLE postgres NOLOGIN", /not permitted to log in/],
  ])("fails if the copy %s, and the copy goes all the same", async (_, statement, reason) => {
    backup = spoilt(statement);
    await expect(drill()).rejects.toThrow(reason);
    expect(rds.names()).toEqual([NAME]);
  });

  it("waits until what it wrote can be had back", async () => {
    const later = Date.now() + 1_500;
    const looked: number[] = [];
    restorableUntil = () => {
      looked.push(Date.now());
      return new Date(Date.now() > later ? Date.now() + 60_000 : 0);
    };
    backup = () => {
      expect(Date.now()).toBeGreaterThan(later);
      return postgres.copy();
    };
    await drillRestore(environment, 0.1);
    expect(looked.length).toBeGreaterThan(5);
  });

  it("fails where nothing new can be had back", async () => {
    restorableUntil = () => new Date(0);
    await expect(drill()).rejects.toThrow(/its backups are behind, or switched off/);
    expect(rds.names()).toEqual([NAME]);
  });

  it("is refused without what is needed for it, by name", async () => {
    await expect(drillRestore({ ...environment, DRILL_COPY: undefined })).rejects.toThrow("DRILL_COPY is not set");
  });
});
