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

/** What PostgreSQL says to a wrong password (`invalid_password`). */
const WRONG_PASSWORD = "28P01";
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
    for (const statement of statements(client, service, POSTGRES_OWNER, known)) {
      await client.query(statement);
    }
    return known.has(user) ? `${user} may use ${database} as before` : `${user} may use ${database}`;
  } finally {
    await client.end();
  }
}

function statements(
  client: Client,
  service: ClientConfig,
  ownerName: string,
  known: ReadonlySet<string>,
): readonly string[] {
  const { user: userName = "" } = service;
  const [user, owner] = [userName, ownerName].map((name) => client.escapeIdentifier(name)) as [string, string];
  const database = client.escapeIdentifier(service.database ?? "");
  // A statement that fails, or takes long, is in the server's log.
  const password = client.escapeLiteral(scramVerifier(String(service.password)));
  const plain = "NOSUPERUSER NOCREATEDB NOCREATEROLE";
  return [
    // PostgreSQL lets nobody but a superuser mention those words for a role that there is, and RDS's master is none.
    known.has(userName)
      ? `ALTER ROLE ${user} LOGIN PASSWORD ${password}`
      : `CREATE ROLE ${user} LOGIN ${plain} PASSWORD ${password}`,
    ...(known.has(ownerName) || ownerName === userName ? [] : [`CREATE ROLE ${owner} NOLOGIN ${plain}`]),
    ...(ownerName === userName ? [] : [`GRANT ${owner} TO ${user}`, `ALTER ROLE ${user} SET role TO ${owner}`]),
    // Every role could connect, and make temporary tables.
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${owner}`,
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    `GRANT USAGE, CREATE ON SCHEMA public TO ${owner}`,
  ];
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
