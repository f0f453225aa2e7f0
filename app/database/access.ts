import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Client, type ClientConfig } from "pg";
import { z } from "zod";
import { readDatabase } from "../runtime/database";
import { readVariables } from "../runtime/variables";

const variables = z.object({ MASTER_SECRET_ARN: z.string().min(1) });

/** What RDS keeps in the secret of a server's master. */
const master = z.object({ username: z.string(), password: z.string() });

/**
 * Gives the service's user what it needs in its database, and no more: it may connect, and make and use tables. Run again,
 * it takes over a password that has changed since.
 *
 * Only the server's master may do this, and RDS changes the master's password by itself, so it is asked for when it is
 * needed.
 */
export async function grantAccess(environment: NodeJS.ProcessEnv): Promise<string> {
  const service = readDatabase(environment);
  const { MASTER_SECRET_ARN } = readVariables(variables, environment);
  const { username, password } = await masterOf(MASTER_SECRET_ARN);
  const { user = "", database = "" } = service;
  const client = new Client({ ...service, user: username, password });
  await client.connect();
  try {
    const known = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [user]);
    for (const statement of statements(client, service, known.rowCount === 0)) {
      await client.query(statement);
    }
    return known.rowCount === 0 ? `${user} may use ${database}` : `${user} may use ${database} as before`;
  } finally {
    await client.end();
  }
}

function statements(client: Client, service: ClientConfig, isNew: boolean): readonly string[] {
  const user = client.escapeIdentifier(service.user ?? "");
  const database = client.escapeIdentifier(service.database ?? "");
  const password = client.escapeLiteral(String(service.password));
  return [
    `${isNew ? "CREATE" : "ALTER"} ROLE ${user} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
    // Every role could connect, and make temporary tables.
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${user}`,
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    `GRANT USAGE, CREATE ON SCHEMA public TO ${user}`,
  ];
}

/** The region and the permission are those of the pod. */
async function masterOf(secretArn: string): Promise<z.infer<typeof master>> {
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secretArn }));
  return master.parse(JSON.parse(SecretString ?? "null"));
}
