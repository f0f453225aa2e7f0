// The commands of docs/upgrades.md that take a database in the cluster over a major version of PostgreSQL. They run as they
// stand there, but for kubectl: what would run in the server's container runs here, against real servers of two versions.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testPostgres, type TestPostgres } from "../app/testing/postgres";
import { textOf } from "./testing/pages";
import { shellIn } from "./testing/shell";

const PROGRAMS = ["pg_dump", "pg_restore", "psql"];
const lacking = PROGRAMS.filter(
  (name) => !(process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name))),
);

/** A program with its arguments, and the file that it reads or writes. */
interface Inner {
  readonly words: readonly string[];
  readonly reads?: string;
  readonly writes?: string;
}

/** What the page runs in the server's container, in its order. */
function innerCommands(): readonly Inner[] {
  const commands = shellIn(textOf("docs/upgrades.md")).map(({ words }) => words);
  return commands
    .filter((words) => words.includes("exec") && words.includes("users-backend-db-0"))
    .map((words) => {
      const after = words.slice(words.indexOf("--") + 1);
      const at = after.findIndex((word) => word === "<" || word === ">");
      if (at < 0) return { words: after };
      const file = { [after[at] === "<" ? "reads" : "writes"]: after[at + 1] };
      return { words: after.slice(0, at), ...file };
    });
}

describe.skipIf(lacking.length > 0)(
  `a dump over a major version (this machine lacks: ${lacking.join(", ") || "nothing"})`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "thoughts-dump-"));
    const commands = innerCommands();
    let [old, next]: (TestPostgres | undefined)[] = [];
    let ports: Readonly<Record<"old" | "next", string>>;

    const query = async (port: string, sql: string) => {
      const client = new Client({ host: "127.0.0.1", port: Number(port), user: "postgres", database: "thoughts" });
      await client.connect();
      try {
        return (await client.query<Record<string, string>>(sql)).rows;
      } finally {
        await client.end();
      }
    };
    const run = ({ words: [program = "", ...args], reads, writes }: Inner, port: string): string => {
      const output = execFileSync(program, args, {
        env: { ...process.env, PGHOST: "127.0.0.1", PGPORT: port },
        ...(reads !== undefined && { input: readFileSync(join(folder, reads)) }),
        maxBuffer: 2 ** 26,
      });
      if (writes !== undefined) {
        writeFileSync(join(folder, writes), output);
      }
      return output.toString();
    };

    beforeAll(async () => {
      [old, next] = await Promise.all([testPostgres(), testPostgres({ major: "16" })]);
      const [from, to] = await Promise.all([old.database("thoughts"), next.database("thoughts")]);
      ports = { old: String(from.POSTGRES_PORT), next: String(to.POSTGRES_PORT) };
      await query(
        ports.old,
        "CREATE TABLE users (id serial PRIMARY KEY, username text UNIQUE); " +
          "INSERT INTO users (username) SELECT 'name ' || n FROM generate_series(1, 1000) n; " +
          "CREATE TABLE migrations (name text); INSERT INTO migrations VALUES ('0001_users')",
      );
      // A migration that ran on the empty server is no obstacle.
      await query(ports.next, "CREATE TABLE migrations (name text)");
    });
    afterAll(async () => {
      await Promise.all([old?.stop(), next?.stop()]);
      rmSync(folder, { recursive: true, force: true });
    });

    it("is made by four commands, with the programs of the server", () => {
      expect(commands.map(({ words }) => words[0])).toEqual(["pg_dump", "pg_restore", "pg_restore", "psql"]);
    });

    it("lists its tables before anything is deleted", () => {
      const [dump, list] = commands as [Inner, Inner];
      run(dump, ports.old);
      expect(run(list, ports.old)).toMatch(/TABLE DATA public users postgres/);
    });

    it("is restored into the newer server, with all rows, keys and numbers that go on", async () => {
      const [, , restore, analyze] = commands as [Inner, Inner, Inner, Inner];
      run(restore, ports.next);
      expect(run(analyze, ports.next)).toBe("ANALYZE\n");
      const versions = await Promise.all(Object.values(ports).map((port) => query(port, "SHOW server_version")));
      expect(versions.map(([row]) => row?.server_version?.slice(0, 2))).toEqual(["15", "16"]);
      expect(await query(ports.next, "SELECT count(*) FROM users")).toEqual([{ count: "1000" }]);
      expect(await query(ports.next, "SELECT name FROM migrations")).toEqual([{ name: "0001_users" }]);
      const [added] = await query(ports.next, "INSERT INTO users (username) VALUES ('new') RETURNING id");
      expect(added?.id).toBe(1001);
      await expect(query(ports.next, "INSERT INTO users (username) VALUES ('new')")).rejects.toThrow("duplicate key");
    });
  },
);

describe("a server of another major version", () => {
  it("does not start with the files of the older one, which is why all this is needed", async () => {
    const old = await testPostgres();
    try {
      expect(await old.saidBy("16")).toContain("database files are incompatible with server");
    } finally {
      await old.stop();
    }
  });
});
