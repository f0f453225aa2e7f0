import { setTimeout as sleep } from "node:timers/promises";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Client, type ClientConfig } from "pg";
import { z } from "zod";
import { readDatabase } from "../runtime/database";
import { readVariables } from "../runtime/variables";
import { scramVerifier } from "./scram";

const variables = z.object({
  MASTER_SECRET_ARN: z.string().min(1),
  /** Whose the tables are, whoever of the service's users logs in. @default - the user that logs in */
  POSTGRES_OWNER: z.string().min(1).optional(),
});

/** What RDS keeps in the secret of a server's master. */
const master = z.object({ username: z.string(), password: z.string() });

/** What PostgreSQL says to a wrong password (`invalid_password`), and to who may not do something (`insufficient_privilege`). */
const WRONG_PASSWORD = "28P01";
const NOT_ALLOWED = "42501";
/** How often the master's password may change under us, and how long we let it, in milliseconds. */
const READS = 5;
const PAUSE_MS = 1_000;

/**
 * Gives the service's user what it needs in its database, and no more: it may connect, and make and use tables. Run again,
 * it takes over a password that has changed since. A service has two users in turn, so that a new password is that of the
 * user whom no pod is: it acts as the owner of the tables, who may be the other one.
 *
 * Only the server's master may do this, and RDS changes the master's password by itself, so it is asked for when it is
 * needed.
 */
export async function grantAccess(environment: NodeJS.ProcessEnv): Promise<string> {
  const service = readDatabase(environment);
  const { user = "", database = "" } = service;
  const { MASTER_SECRET_ARN, POSTGRES_OWNER = user } = readVariables(variables, environment);
  const client = await connectAsMaster(service, MASTER_SECRET_ARN);
  try {
    const { rows } = await client.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
    const known = new Set(rows.map(({ name }) => name));
    for (const statement of newRoles(client, service, POSTGRES_OWNER, known)) {
      await client.query(statement);
    }
    await administer(client, [user, POSTGRES_OWNER]);
    for (const statement of rights(client, service, POSTGRES_OWNER, known)) {
      await client.query(statement);
    }
    return known.has(user) ? `${user} may use ${database} as before` : `${user} may use ${database}`;
  } finally {
    await client.end();
  }
}

const PLAIN = "NOSUPERUSER NOCREATEDB NOCREATEROLE";

/** Those of a service's roles that are not there yet. */
function newRoles(
  client: Client,
  service: ClientConfig,
  ownerName: string,
  known: ReadonlySet<string>,
): readonly string[] {
  const { user: userName = "" } = service;
  const [user, owner] = [userName, ownerName].map((name) => client.escapeIdentifier(name)) as [string, string];
  return [
    ...(known.has(userName) ? [] : [`CREATE ROLE ${user} LOGIN ${PLAIN} PASSWORD ${passwordOf(client, service)}`]),
    ...(known.has(ownerName) || ownerName === userName ? [] : [`CREATE ROLE ${owner} NOLOGIN ${PLAIN}`]),
  ];
}

/**
 * Takes the ADMIN OPTION of roles for the master. From PostgreSQL 16 on nobody without it changes a role, CREATEROLE or not; who
 * makes a role there has it, and who made it before an upgrade has not. Up to 15 CREATEROLE is enough to take it, and an upgrade
 * carries it over. On RDS for PostgreSQL 16 a member of rds_superuser may still take it, people report; AWS's pages do not say so.
 * @see https://www.postgresql.org/docs/16/release-16.html "Restrict the privileges of CREATEROLE"
 * @see https://github.com/gravitational/teleport/pull/48949 the same, met on RDS after an upgrade
 * @throws {Error} if nobody but a superuser can give it any more
 */
async function administer(client: Client, names: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_roles WHERE rolname = ANY($1) AND NOT pg_has_role(oid, 'MEMBER WITH ADMIN OPTION')",
    [names],
  );
  for (const { name } of rows) {
    try {
      await client.query(`GRANT ${client.escapeIdentifier(name)} TO CURRENT_USER WITH ADMIN OPTION`);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      throw code === NOT_ALLOWED
        ? new Error(
            `the master of this server may not change the role ${name}: it was made before PostgreSQL 16, and the master has no ` +
              `ADMIN OPTION on it (${message}). What to do: docs/upgrades.md, "If the master may not change a role".`,
          )
        : error;
    }
  }
}

function rights(
  client: Client,
  service: ClientConfig,
  ownerName: string,
  known: ReadonlySet<string>,
): readonly string[] {
  const { user: userName = "" } = service;
  const [user, owner] = [userName, ownerName].map((name) => client.escapeIdentifier(name)) as [string, string];
  const database = client.escapeIdentifier(service.database ?? "");
  return [
    // PostgreSQL lets nobody but a superuser mention the words of PLAIN for a role that there is, and RDS's master is none.
    ...(known.has(userName) ? [`ALTER ROLE ${user} LOGIN PASSWORD ${passwordOf(client, service)}`] : []),
    ...(ownerName === userName ? [] : [`GRANT ${owner} TO ${user}`, `ALTER ROLE ${user} SET role TO ${owner}`]),
    // Every role could connect, and make temporary tables.
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${owner}`,
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    `GRANT USAGE, CREATE ON SCHEMA public TO ${owner}`,
  ];
}

/** A statement that fails, or takes long, is in the server's log: it has no password in the clear. */
function passwordOf(client: Client, { password }: ClientConfig): string {
  return client.escapeLiteral(scramVerifier(String(password)));
}

/**
 * Between reading the master's password and using it, Secrets Manager may have changed it: then it is read again.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
 */
async function connectAsMaster(service: ClientConfig, secretArn: string): Promise<Client> {
  for (let read = 1; ; read += 1) {
    const { username, password } = await masterOf(secretArn);
    const client = new Client({ ...service, user: username, password });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if ((error as { code?: string }).code !== WRONG_PASSWORD || read === READS) {
        throw error;
      }
    }
    await sleep(PAUSE_MS);
  }
}

/** The region and the permission are those of the pod. */
async function masterOf(secretArn: string): Promise<z.infer<typeof master>> {
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secretArn }));
  return master.parse(JSON.parse(SecretString ?? "null"));
}
