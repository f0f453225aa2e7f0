import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ClientConfig } from "pg";
import { z } from "zod";
import { readDatabase } from "../runtime/database";
import { readVariables } from "../runtime/variables";
import { Servers } from "./servers";

const variables = z.object({
  /** The server's name in RDS. */
  DRILL_SERVER: z.string().min(1),
  /** The name of its copy, which is there for the time of the drill only. */
  DRILL_COPY: z.string().min(1),
});

/** Seconds between two looks at something that takes minutes. */
const PAUSE_SECONDS = 30;

/** Looks until the mark can be had back; RDS writes its log away every five minutes. */
const LOOKS = 60;

/** A row of this run, and how many rows each table had when it was written. */
interface Mark {
  readonly run: string;
  readonly writtenAt: Date;
  readonly rows: ReadonlyMap<string, number>;
}

/**
 * What of a table's rows has to be in its copy. The copy is as of the second after the mark; what people deleted in that second
 * is not lost.
 */
const SHARE = 0.99;

/**
 * Restores a service's database from its backups, beside the one that is used, and looks whether everything is there: a row
 * that was written for this very run, so that an old copy is found out, and the rows of each table. The copy goes in any
 * case.
 *
 * It is the service's own user that writes and looks: that it may log in to the copy is a part of what is to be shown.
 * @throws {Error} with what is missing; then the backups are no backups
 */
export async function drillRestore(environment: NodeJS.ProcessEnv, pauseSeconds = PAUSE_SECONDS): Promise<string> {
  const { DRILL_SERVER: name, DRILL_COPY: copy } = readVariables(variables, environment);
  const service = readDatabase(environment);
  const servers = new Servers(pauseSeconds);
  // An earlier drill that was killed may have left it.
  await servers.remove(copy);
  const mark = await withDatabase(service, leaveMark);
  const moment = secondAfter(mark.writtenAt);
  await restorable(servers, name, moment, pauseSeconds);
  try {
    const endpoint = await servers.restore(name, copy, moment);
    // The copy has a name of its own, and its certificate too.
    const copied = readDatabase({ ...environment, POSTGRES_HOST: endpoint.host, POSTGRES_TLS_NAME: endpoint.host });
    const missing = await withDatabase({ ...copied, port: endpoint.port }, (client) => lookFor(client, mark));
    if (missing.length > 0) {
      throw new Error(`the copy of ${name} as of ${moment.toISOString()} is no copy:\n${missing.join("\n")}`);
    }
  } finally {
    await servers.remove(copy);
  }
  const rows = [...mark.rows.values()].reduce((sum, count) => sum + count, 0);
  return `${name} was restored as of ${moment.toISOString()}: ${mark.rows.size} tables with ${rows} rows`;
}

/** RDS takes whole seconds; this one has the mark in it. */
function secondAfter(date: Date): Date {
  return new Date((Math.floor(date.getTime() / 1_000) + 1) * 1_000);
}

async function restorable(servers: Servers, name: string, moment: Date, pauseSeconds: number): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    if ((await servers.restorableUntil(name)) >= moment) {
      return;
    }
    await sleep(pauseSeconds * 1_000);
  }
  throw new Error(
    `what was written to ${name} at ${moment.toISOString()} can't be had back after ${(LOOKS * pauseSeconds) / 60} minutes: ` +
      "its backups are behind, or switched off.",
  );
}

/** The row and the counts are of one moment. Rows of earlier runs have served. */
async function leaveMark(client: Client): Promise<Mark> {
  const run = randomUUID();
  await client.query(
    "CREATE TABLE IF NOT EXISTS restore_drill (run uuid PRIMARY KEY, written_at timestamptz NOT NULL)",
  );
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await client.query("DELETE FROM restore_drill");
  await client.query("INSERT INTO restore_drill VALUES ($1, now())", [run]);
  const rows = await countRows(client);
  await client.query("COMMIT");
  // The server's clock, after the commit: what it has at this moment has the mark.
  const { rows: clock } = await client.query<{ now: Date }>("SELECT clock_timestamp() AS now");
  return { run, rows, writtenAt: clock[0]?.now ?? new Date() };
}

async function lookFor(client: Client, { run, rows }: Mark): Promise<readonly string[]> {
  const found = await countRows(client);
  const lost = [...rows].flatMap(([table, before]) => {
    const after = found.get(table);
    if (after === undefined) {
      return [`the table ${table} is not there`];
    }
    return after < Math.floor(before * SHARE) ? [`${table} has ${after} rows of ${before}`] : [];
  });
  if (!found.has("restore_drill")) {
    return lost;
  }
  const marks = await client.query("SELECT 1 FROM restore_drill WHERE run = $1", [run]);
  return marks.rowCount === 1 ? lost : [...lost, "the row that was written for this run is not there"];
}

async function countRows(client: Client): Promise<ReadonlyMap<string, number>> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
  );
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) AS count FROM public.${client.escapeIdentifier(name)}`,
    );
    counts.set(name, Number(rows[0]?.count));
  }
  return counts;
}

async function withDatabase<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
