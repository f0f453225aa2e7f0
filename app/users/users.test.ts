import type { FastifyInstance } from "fastify";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDatabase } from "../runtime/database";
import { readPublicKeys } from "../runtime/keys";
import { verifyToken } from "../runtime/tokens";
import { runCommand } from "../testing/command";
import { KeyFolder } from "../testing/keys";
import { testPostgres, type TestPostgres } from "../testing/postgres";
import { usersBackend } from "./server";

describe("users-backend", () => {
  const keys = new KeyFolder().add();
  let postgres: TestPostgres;
  let environment: Record<string, string>;
  let server: FastifyInstance;

  const logIn = (username: string, password: string) =>
    server.inject({ method: "POST", url: "/api/login/", payload: { username, password } });
  const stored = async () => {
    const client = new Client(readDatabase(environment));
    await client.connect();
    const { rows } = await client.query<{ username: string; password_hash: string }>("SELECT * FROM users ORDER BY id");
    await client.end();
    return rows;
  };

  beforeAll(async () => {
    postgres = await testPostgres();
    const stamped = { VERSION_SHA: "2257f9c", VERSION_NAME: "v2.3", NO_SYSLOG: "1", NODE_ENV: "test" };
    environment = { ...(await postgres.database()), ...stamped, KEYS_FOLDER: keys.path };
  });
  afterAll(async () => {
    await server.close();
    await postgres.stop();
  });

  it("gets its schema by a command of its own, once", () => {
    expect(runCommand("users", "migrate", environment)).toBe("applied 0001_users\n");
    expect(runCommand("users", "migrate", environment)).toBe("the schema is up to date\n");
  });

  it("gets people to try it with by another, once", () => {
    expect(runCommand("users", "seed", environment)).toBe("bruce was added\nstephen was added\n");
    expect(runCommand("users", "seed", environment)).toBe("bruce is there\nstephen is there\n");
  });

  it("logs in by name and password, with a token that the public key accepts", async () => {
    server = await usersBackend(environment);
    const { Authorized } = (await logIn("bruce", "bruce")).json<{ Authorized: string }>();
    const token = /^Bearer (.+)$/.exec(Authorized)?.[1] ?? "";
    expect(await verifyToken(await readPublicKeys(keys.path), token)).toBe("bruce");
  });

  it("refuses a wrong password and a wrong name alike", async () => {
    const [wrong, nobody] = [await logIn("bruce", "stephen"), await logIn("nobody", "nobody")];
    expect([wrong.statusCode, nobody.statusCode]).toEqual([401, 401]);
    expect(wrong.json()).toEqual(nobody.json());
  });

  it("adds users, each name once, and keeps no password", async () => {
    const add = () =>
      server.inject({ method: "POST", url: "/admin/users/", payload: { username: "ada", password: "secret!" } });
    expect((await add()).statusCode).toBe(201);
    expect((await add()).statusCode).toBe(409);
    expect((await logIn("ada", "secret!")).statusCode).toBe(200);
    const rows = await stored();
    expect(JSON.stringify(rows)).not.toContain("secret!");
    expect(new Set(rows.map(({ password_hash }) => password_hash)).size).toBe(rows.length);
  });

  it("says what it needs when a name is too long or anything is missing", async () => {
    expect((await logIn("", "x")).statusCode).toBe(400);
    const payload = { username: "x".repeat(51), password: "x" };
    expect((await server.inject({ method: "POST", url: "/admin/users/", payload })).statusCode).toBe(400);
  });

  it("tells its version, with and without the slash", async () => {
    for (const url of ["/admin/version/", "/admin/version"]) {
      expect((await server.inject(url)).json()).toEqual({ commit: "2257f9c", version: "v2.3" });
    }
  });

  it("counts requests under the exporter's names", async () => {
    const { body } = await server.inject("/metrics");
    expect(body).toContain('flask_http_request_total{method="POST",status="401"} 2');
    expect(body).toMatch(
      /flask_http_request_duration_seconds_count\{method="POST",path="\/api\/login\/",status="200"\} 2/,
    );
  });
});
