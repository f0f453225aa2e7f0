// What a new password is to a service that is asked all the time: real PostgreSQL, which asks for passwords, the real service
// and the real command; Secrets Manager is a stand-in.
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDatabase } from "../runtime/database";
import { KeyFolder } from "../testing/keys";
import { testPostgres, type TestPostgres } from "../testing/postgres";
import { testSecrets, type TestSecrets } from "../testing/secrets";
import { thoughtsBackend } from "../thoughts/server";
import { grantAccess } from "./access";

const MASTER = { username: "master", password: "of the first week" };

describe("a new password", () => {
  const keys = new KeyFolder().add();
  let postgres: TestPostgres;
  let secrets: TestSecrets;
  let first: Record<string, string>;

  /** As the program tells the command and the pods. */
  const told = (user: string, password: string) => ({ ...first, POSTGRES_USER: user, POSTGRES_PASSWORD: password });
  const query = async (statement: string, environment: Record<string, string>) => {
    const client = new Client(readDatabase(environment));
    await client.connect();
    try {
      return await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const asPostgres = (statement: string) => query(statement, told("postgres", "not-asked-for"));
  const statusOf = async (server: FastifyInstance) =>
    (await server.inject({ method: "GET", url: "/api/thoughts/?search=a" })).statusCode;
  /** Ends all connections of services, and lets them see it: the next request has to log in. */
  const cutConnections = async () => {
    await asPostgres("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename LIKE 'thoughts%'");
    await sleep(50);
  };

  beforeAll(async () => {
    postgres = await testPostgres({ asksForPasswords: true });
    secrets = await testSecrets(MASTER);
    Object.assign(process.env, secrets.environment);
    first = {
      ...(await postgres.database()),
      ...{ VERSION_SHA: "2257f9c", VERSION_NAME: "v2.3", NO_SYSLOG: "1", NODE_ENV: "test", KEYS_FOLDER: keys.path },
      MASTER_SECRET_ARN: secrets.arn,
      POSTGRES_OWNER: "thoughts",
    };
    await asPostgres(`CREATE ROLE ${MASTER.username} LOGIN CREATEROLE PASSWORD '${MASTER.password}'`);
    await asPostgres(`ALTER DATABASE ${String(first.POSTGRES_DB)} OWNER TO ${MASTER.username}`);
    await grantAccess(told("thoughts", "one"));
    await query(
      `CREATE TABLE thoughts (id serial PRIMARY KEY, username text, text text, "timestamp" timestamptz DEFAULT now())`,
      told("thoughts", "one"),
    );
  });
  afterAll(async () => {
    await secrets.stop();
    await postgres.stop();
  });

  it("reaches new pods while old ones go on: no request fails, though all have to log in anew", async () => {
    const old = await thoughtsBackend(told("thoughts", "one"));
    const statuses: number[] = [];
    const ask = async (server: FastifyInstance) => {
      await cutConnections();
      statuses.push(await statusOf(server));
    };
    let changed = false as boolean;
    const change = grantAccess(told("thoughts_clone", "two")).then(() => (changed = true));
    do {
      await ask(old);
    } while (!changed);
    await change;
    const young = await thoughtsBackend(told("thoughts_clone", "two"));
    for (let request = 0; request < 20; request += 1) {
      await ask(request % 2 === 0 ? old : young);
    }
    expect(statuses.length).toBeGreaterThan(20);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    await Promise.all([old.close(), young.close()]);
  });

  it("would fail requests, if it were that of the user that pods are", async () => {
    const old = await thoughtsBackend(told("thoughts_clone", "two"));
    expect(await statusOf(old)).toBe(200);
    await grantAccess(told("thoughts_clone", "not yet told"));
    await cutConnections();
    expect(await statusOf(old)).toBe(500);
    await old.close();
    await grantAccess(told("thoughts_clone", "two"));
  });

  it("is that of the first user again after it, whose tables are the same", async () => {
    await query("CREATE TABLE later (word text)", told("thoughts_clone", "two"));
    await grantAccess(told("thoughts", "three"));
    await query("ALTER TABLE later ADD COLUMN other text", told("thoughts", "three"));
    await query("INSERT INTO later VALUES ('a')", told("thoughts_clone", "two"));
    await expect(query("SELECT 1", told("thoughts", "one"))).rejects.toThrow("password authentication failed");
  });

  it("of the master, made by Secrets Manager after it was read, is read again", async () => {
    secrets.value = { ...MASTER, password: "of the second week" };
    const access = grantAccess(told("thoughts", "four"));
    // The first answer is not what the server takes: as long as both are not changed.
    setTimeout(() => void asPostgres(`ALTER ROLE ${MASTER.username} PASSWORD 'of the second week'`), 300);
    expect(await access).toMatch(/^thoughts may use test_1 as before$/);
    expect(secrets.asked.length).toBeGreaterThan(1);
  });

  it("of the master that never fits is a failure in the end", { timeout: 20_000 }, async () => {
    secrets.value = { ...MASTER, password: "of another server" };
    await expect(grantAccess(told("thoughts", "five"))).rejects.toThrow("password authentication failed");
  });
});
