// The master's rights on roles that are older than PostgreSQL 16: real servers of both versions. The roles go over as in an
// upgrade: pg_upgrade takes them by pg_dumpall, whose version 16 leaves out who granted memberships to roles of an older server.
// @see https://github.com/postgres/postgres/blob/REL_16_STABLE/src/bin/pg_dump/pg_dumpall.c dumpRoleMembership
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDatabase } from "../runtime/database";
import { testPostgres, type TestPostgres } from "../testing/postgres";
import { testSecrets, type TestSecrets } from "../testing/secrets";
import { grantAccess } from "./access";

const MASTER = { username: "master", password: "of the first week" };
const isHere = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "pg_dumpall")));

type Environment = Readonly<Record<string, string>>;

describe.skipIf(!isHere)(
  `a server that was upgraded to PostgreSQL 16 (pg_dumpall is ${isHere ? "" : "not "}here)`,
  () => {
    let servers: readonly TestPostgres[];
    let secrets: TestSecrets;
    let databases: { readonly before: Environment; readonly after: Environment };

    const query = async (statement: string, environment: Environment) => {
      const client = new Client(readDatabase(environment));
      await client.connect();
      try {
        return await client.query<{ name: string }>(statement);
      } finally {
        await client.end();
      }
    };
    const told = (environment: Environment, service: string, password: string) => ({
      ...environment,
      ...{ MASTER_SECRET_ARN: secrets.arn, POSTGRES_OWNER: service },
      ...{ POSTGRES_USER: `${service}_clone`, POSTGRES_PASSWORD: password },
    });
    const upgrade = async () => {
      const port = databases.before.POSTGRES_PORT ?? "";
      const roles = execFileSync("pg_dumpall", ["--roles-only", "-h", "127.0.0.1", "-p", port, "-U", "postgres"], {
        encoding: "utf8",
      });
      const statements = roles
        .replaceAll(/ GRANTED BY \S+(?=;)/g, "")
        // What is psql's own, and the superuser, who is there.
        .replaceAll(/^(?:\\|(?:CREATE|ALTER) ROLE postgres\b).*$/gm, "");
      await query(statements, databases.after);
      await query(`ALTER DATABASE ${databases.after.POSTGRES_DB} OWNER TO ${MASTER.username}`, databases.after);
    };

    beforeAll(async () => {
      const [before, after] = await Promise.all([
        testPostgres({ major: "15", asksForPasswords: true }),
        testPostgres({ major: "16", asksForPasswords: true }),
      ]);
      servers = [before, after];
      secrets = await testSecrets(MASTER);
      Object.assign(process.env, secrets.environment);
      databases = { before: await before.database("thoughts"), after: await after.database("thoughts") };
      // As RDS makes it: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html
      await query(
        `CREATE ROLE ${MASTER.username} LOGIN CREATEDB CREATEROLE PASSWORD '${MASTER.password}'`,
        databases.before,
      );
      await query(`ALTER DATABASE thoughts OWNER TO ${MASTER.username}`, databases.before);
      // What an earlier version of this command left: its master has no ADMIN OPTION.
      await query(
        "CREATE ROLE older NOLOGIN; CREATE ROLE older_clone LOGIN; GRANT older TO older_clone",
        databases.before,
      );
      await grantAccess(told(databases.before, "younger", "one"));
      await upgrade();
    }, 60_000);
    afterAll(async () => {
      await secrets.stop();
      await Promise.all(servers.map((server) => server.stop()));
    });

    it("takes new passwords for roles that this command knew before", async () => {
      expect(await grantAccess(told(databases.after, "younger", "two"))).toBe(
        "younger_clone may use thoughts as before",
      );
      expect((await query("SELECT current_user AS name", told(databases.after, "younger", "two"))).rows).toEqual([
        { name: "younger" },
      ]);
    });

    it("refuses them for roles that it did not know, with what to do", async () => {
      await expect(grantAccess(told(databases.after, "older", "two"))).rejects.toThrow(
        "the master of this server may not change the role older: it was made before PostgreSQL 16, and the master has no ADMIN " +
          'OPTION on it (permission denied to grant role "older"). What to do: docs/upgrades.md, ' +
          '"If the master may not change a role".',
      );
    });

    it("takes new roles, which the master that makes them may change", async () => {
      expect(await grantAccess(told(databases.after, "new", "one"))).toBe("new_clone may use thoughts");
      expect(await grantAccess(told(databases.after, "new", "two"))).toBe("new_clone may use thoughts as before");
    });

    it("is put right before the upgrade by one more run, for older roles too", async () => {
      await grantAccess(told(databases.before, "older", "three"));
      const { rows } = await query(
        "SELECT r.rolname AS name FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid " +
          "WHERE m.member = 'master'::regrole AND m.admin_option ORDER BY 1",
        databases.before,
      );
      expect(rows.map(({ name }) => name)).toEqual(["older", "older_clone", "younger", "younger_clone"]);
    });

    it("is put right afterwards by whoever may grant the role, as the page says", async () => {
      await query("GRANT older, older_clone TO master WITH ADMIN OPTION", databases.after);
      expect(await grantAccess(told(databases.after, "older", "two"))).toBe("older_clone may use thoughts as before");
    });
  },
);
