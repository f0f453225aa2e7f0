// RDS is moto, which others wrote; the databases are real, and so are their copies (app/testing/rds.ts).
import {
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  type DBInstance,
  DescribeDBInstancesCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Moto } from "../../sandbox/moto/moto";
import { lackingForPython } from "../../sandbox/python/packages";
import { readDatabase } from "../runtime/database";
import { type RunningPostgres, testPostgres, type TestPostgres } from "../testing/postgres";
import { testRds, type TestRds } from "../testing/rds";
import { drillRestore } from "./drill";

const NAME = "thoughts-staging-users-backend";
const COPY = `${NAME}-drill`;
/** Seconds between looks. */
const PAUSE = 0.02;
const lacking = lackingForPython();

/** What the servers of an environment are in. */
async function makeGroups({ client }: Moto): Promise<void> {
  const { Subnets = [] } = await new EC2Client(client).send(new DescribeSubnetsCommand({}));
  const rds = new RDSClient(client);
  await rds.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: "subnets",
      DBSubnetGroupDescription: "of databases",
      SubnetIds: Subnets.flatMap(({ SubnetId }) => SubnetId ?? []),
    }),
  );
  await rds.send(
    new CreateDBParameterGroupCommand({
      DBParameterGroupName: "parameters",
      DBParameterGroupFamily: "postgres15",
      Description: "of databases",
    }),
  );
}

/**
 * A server as an environment has it. It is not protected from being deleted: moto hands that on to a copy, whatever is asked
 * for, and RDS does not.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html
 */
async function makeServer({ client }: Moto, name: string): Promise<void> {
  await new RDSClient(client).send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: name,
      DBInstanceClass: "db.t4g.micro",
      Engine: "postgres",
      EngineVersion: "15.18",
      AllocatedStorage: 20,
      MasterUsername: "postgres",
      ManageMasterUserPassword: true,
      DBSubnetGroupName: "subnets",
      DBParameterGroupName: "parameters",
      VpcSecurityGroupIds: ["sg-1"],
      // AWS has tags of its own on things.
      Tags: [
        { Key: "environment", Value: "staging" },
        { Key: "aws:owner", Value: "rds" },
      ],
    }),
  );
}

describe.skipIf(lacking.length > 0)(`the drill of a restore (lacking: ${lacking.join(", ") || "nothing"})`, () => {
  let moto: Moto;
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
  /** What RDS says of a server, or of all. */
  const described = async (DBInstanceIdentifier?: string) => {
    const asked = new DescribeDBInstancesCommand({ DBInstanceIdentifier });
    return (await new RDSClient(moto.client).send(asked)).DBInstances ?? [];
  };
  const names = async () => (await described()).map(({ DBInstanceIdentifier }) => DBInstanceIdentifier);
  /** A copy in which something was lost. */
  const spoilt = (statement: string) => async () => {
    const copy = await postgres.copy();
    await query(statement, String(copy.port));
    return copy;
  };

  beforeAll(async () => {
    moto = await Moto.start();
    await makeGroups(moto);
    await makeServer(moto, NAME);
    postgres = await testPostgres();
    rds = await testRds({ moto: moto.url, backup: () => backup(), restorableUntil: () => restorableUntil() });
    environment = { ...(await postgres.database()), DRILL_SERVER: NAME, DRILL_COPY: COPY };
    rds.serve(NAME, { port: Number(environment.POSTGRES_PORT), stop: () => Promise.resolve() });
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
    await moto.stop();
  });

  it("says what was restored, as of when, and leaves no copy", async () => {
    expect(await drill()).toMatch(/^thoughts-staging-users-backend was restored as of 20.+Z: 3 tables with 1001 rows$/);
    expect(await names()).toEqual([NAME]);
  });

  it("makes the copy of the second after the row of this run, for the same clients, with what tells whose it is", async () => {
    let copies: readonly DBInstance[] = [];
    backup = async () => {
      copies = await described(COPY);
      return postgres.copy();
    };
    await drill();
    expect(copies).toMatchObject([
      { DBSubnetGroup: { DBSubnetGroupName: "subnets" }, TagList: [{ Key: "environment", Value: "staging" }] },
    ]);
    // moto takes from the server what is not asked for; RDS has settings of its own for that.
    const restore = rds.asked.find((asked) => asked.get("Action") === "RestoreDBInstanceToPointInTime");
    expect(Object.fromEntries(restore ?? [])).toMatchObject({
      SourceDBInstanceIdentifier: NAME,
      RestoreTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.000)?Z$/) as unknown,
      DBParameterGroupName: "parameters",
      "VpcSecurityGroupIds.VpcSecurityGroupId.1": "sg-1",
      DeletionProtection: "false",
      PubliclyAccessible: "false",
    });
  });

  it("leaves nothing behind in the database but one row", async () => {
    await drill();
    expect((await query("SELECT run AS word FROM restore_drill")).rows).toHaveLength(1);
  });

  it("takes away the copy that an earlier drill left", async () => {
    rds.serve(COPY, await postgres.copy());
    await makeServer(moto, COPY);
    await drill();
    expect(await names()).toEqual([NAME]);
  });

  it.each([
    ["is older than this run", "DELETE FROM restore_drill", /the row that was written for this run is not there/],
    ["has lost a table", "DROP TABLE users", /the table users is not there/],
    ["has lost rows", "DELETE FROM users WHERE word > 'name 90'", /users has \d{3} rows of 1000/],
    ["does not let the service in", "ALTER ROLE postgres NOLOGIN", /not permitted to log in/],
  ])("fails if the copy %s, and the copy goes all the same", async (_, statement, reason) => {
    backup = spoilt(statement);
    await expect(drill()).rejects.toThrow(reason);
    expect(await names()).toEqual([NAME]);
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
    expect(await names()).toEqual([NAME]);
  });

  it("is refused without what is needed for it, by name", async () => {
    await expect(drillRestore({ ...environment, DRILL_COPY: undefined })).rejects.toThrow("DRILL_COPY is not set");
  });
});
