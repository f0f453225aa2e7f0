import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runner } from "node-pg-migrate";
import { Client, Pool, type PoolConfig } from "pg";
import { z } from "zod";
import { verified } from "./database-tls";
import { readVariables } from "./variables";

/** The keys of `shared-config` and the pod's own (docs/system.md#configuration). */
const variables = z.object({
  DATABASE_ENGINE: z.literal("POSTGRESQL", { error: `it has to be "POSTGRESQL"` }),
  POSTGRES_HOST: z.string().min(1),
  POSTGRES_PORT: z.coerce.number().int().default(5432),
  POSTGRES_DB: z.string().min(1),
  POSTGRES_USER: z.string().min(1),
  POSTGRES_PASSWORD: z.string().min(1),
  /** As PostgreSQL's own clients have it: encrypted, and the server shows a certificate for its name. */
  PGSSLMODE: z.literal("verify-full", { error: `it has to be "verify-full", or not set` }).optional(),
  /** A file with the authorities of such certificates. @default - those of RDS */
  PGSSLROOTCERT: z.string().min(1).optional(),
  /** The name in the certificate. @default - the host */
  POSTGRES_TLS_NAME: z.string().min(1).optional(),
});

/** How long a request waits for a connection, in milliseconds. */
const CONNECT_MS = 2_000;

/** How long a migration waits for a database that is not reached, in milliseconds. */
const PATIENCE_MS = 30_000;
/** How long a service waits at its start, in milliseconds. Then it serves all the same, and says what it lacks. */
const START_MS = 5_000;
const RETRY_MS = 500;
/** Nobody answers, or PostgreSQL says that it is starting (`cannot_connect_now`). */
const NOT_YET = ["ECONNREFUSED", "EHOSTUNREACH", "ETIMEDOUT", "57P03"];

/** @throws {Error} with every variable that is missing or wrong */
export function readDatabase(environment: NodeJS.ProcessEnv): PoolConfig {
  const given = readVariables(variables, environment);
  const { POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_USER, POSTGRES_PASSWORD } = given;
  const { PGSSLMODE, PGSSLROOTCERT, POSTGRES_TLS_NAME = POSTGRES_HOST } = given;
  return {
    host: POSTGRES_HOST,
    port: POSTGRES_PORT,
    database: POSTGRES_DB,
    user: POSTGRES_USER,
    password: POSTGRES_PASSWORD,
    ...(PGSSLMODE !== undefined && { ssl: verified(POSTGRES_TLS_NAME, PGSSLROOTCERT) }),
    connectionTimeoutMillis: CONNECT_MS,
  };
}

export function connect(config: PoolConfig): Pool {
  const pool = new Pool(config);
  // A connection that breaks while nobody uses it must not end the process; the next query opens another one.
  pool.on("error", () => undefined);
  return pool;
}

/**
 * Waits for a database that is not reached. What enforces NetworkPolicies hears of a new pod a second or two after the pod
 * has started, and until then the database does not let it in.
 * @param patience in milliseconds
 * @throws {Error} if it is not reached in that time; at once if it answers that it refuses
 */
export async function reached(config: PoolConfig, patience = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      const client = new Client(config);
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (!NOT_YET.includes((error as NodeJS.ErrnoException).code ?? "") || Date.now() > deadline) {
        throw error;
      }
    }
    await sleep(RETRY_MS);
  }
}

/**
 * Waits at a service's start until its database is reached, for five seconds at most: otherwise the first requests of a new
 * pod would fail, because it is ready before it is let in.
 */
export async function reachedAtStart(environment: NodeJS.ProcessEnv): Promise<void> {
  await reached(readDatabase(environment), START_MS).catch(() => undefined);
}

/**
 * The command that brings a service's schema up to date; it does nothing if it is. Two that run at once take turns.
 * @param folder of the service, with its `migrations`
 */
export function migration(folder: string): () => Promise<void> {
  return async () => {
    const database = { ...readDatabase(process.env), connectionTimeoutMillis: 10_000 };
    await reached(database);
    const applied = await runner({
      databaseUrl: database,
      dir: join(folder, "migrations"),
      direction: "up",
      migrationsTable: "migrations",
      log: () => undefined,
    });
    const names = applied.map(({ name }) => name);
    console.log(names.length === 0 ? "the schema is up to date" : `applied ${names.join(", ")}`);
  };
}
