import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readDatabase } from "../runtime/database";
import { testPostgres, type TestPostgres } from "../testing/postgres";
import { testSecrets, type TestSecrets } from "../testing/secrets";
import { grantAccess } from "./access";

describe("access to a database", () => {
  let postgres: TestPostgres;
  let secrets: TestSecrets;
  let environment: Record<string, string>;

  const as = async <T>(work: (client: Client) => Promise<T>, change: object = {}): Promise<T> => {
    const client = new Client({ ...readDatabase(environment), ...change });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const asMaster = <T>(work: (client: Client) => Promise<T>) => as(work, { user: "postgres" });
  const password = () =>
    asMaster(async (client) => {
      const { rows } = await client.query<{ rolpassword: string }>(
        "SELECT rolpassword FROM pg_authid WHERE rolname = 'thoughts'",
      );
      return rows[0]?.rolpassword;
    });

  beforeAll(async () => {
    postgres = await testPostgres();
    secrets = await testSecrets({ username: "postgres", password: "not-asked-for" });
    Object.assign(process.env, secrets.environment);
    environment = {
      ...(await postgres.database()),
      POSTGRES_USER: "thoughts",
      POSTGRES_PASSWORD: "it's \\ theirs",
      MASTER_SECRET_ARN: secrets.arn,
    };
  });
  afterAll(async () => {
    await secrets.stop();
    await postgres.stop();
  });

  it("is given by the master, whose password is asked for when it is needed", async () => {
    expect(await grantAccess(environment)).toBe("thoughts may use test_1");
    expect(secrets.asked).toEqual([{ SecretId: secrets.arn }]);
  });

  it("is enough to make and use tables", async () => {
    await as(async (client) => {
      await client.query("CREATE TABLE mine (word text)");
      await client.query("INSERT INTO mine VALUES ('a')");
      expect((await client.query("SELECT word FROM mine")).rows).toEqual([{ word: "a" }]);
    });
  });

  it.each(["CREATE ROLE other", "CREATE DATABASE other", "SELECT * FROM pg_authid", "DROP SCHEMA public CASCADE"])(
    "is not enough for %s",
    async (statement) => {
      await expect(as((client) => client.query(statement))).rejects.toThrow(/permission denied|must be owner/);
    },
  );

  it("is nobody else's", async () => {
    await asMaster((client) => client.query("CREATE ROLE stranger LOGIN"));
    await expect(as((client) => client.query("SELECT 1"), { user: "stranger" })).rejects.toThrow("permission denied");
  });

  it("follows a changed password, and is otherwise as it was", async () => {
    const before = await password();
    expect(await grantAccess({ ...environment, POSTGRES_PASSWORD: "another" })).toBe(
      "thoughts may use test_1 as before",
    );
    expect(await password()).not.toBe(before);
    expect(await password()).toMatch(/^SCRAM-SHA-256/);
  });

  it("tells the server no password, which would be in its log with a statement that fails", async () => {
    const query = vi.spyOn(Client.prototype, "query");
    try {
      await grantAccess({ ...environment, POSTGRES_PASSWORD: "seen-by-nobody" });
      const statements = query.mock.calls.map(([statement]) => statement);
      expect(statements).toContainEqual(
        expect.stringMatching(/^ALTER ROLE "thoughts" LOGIN PASSWORD 'SCRAM-SHA-256\$/),
      );
      expect(statements.join("\n")).not.toContain("seen-by-nobody");
    } finally {
      query.mockRestore();
    }
  });

  it("is refused for a password that PostgreSQL would write in another way", async () => {
    await expect(grantAccess({ ...environment, POSTGRES_PASSWORD: "pässword" })).rejects.toThrow("no printable ASCII");
  });

  it("is refused without what is needed for it, by name", async () => {
    await expect(grantAccess({ ...environment, MASTER_SECRET_ARN: undefined })).rejects.toThrow(
      "MASTER_SECRET_ARN is not set",
    );
  });
});
