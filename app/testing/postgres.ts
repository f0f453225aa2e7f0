// A real PostgreSQL server of a test's own: the one that npm has, in a folder of its own, on a free port.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { copyPrograms, type Major } from "./postgres-programs";

/** `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

export interface RunningPostgres {
  readonly port: number;
  stop(): Promise<void>;
}

export interface TestPostgres {
  /** The variables by which a service finds a new, empty database. @param name @default - one that no other has */
  database(name?: string): Promise<Readonly<Record<string, string>>>;
  /** Does something while the server is away. */
  without(work: () => Promise<void>): Promise<void>;
  /** A second server with all that this one has now. Its connections are cut for it. */
  copy(): Promise<RunningPostgres>;
  /** What the server of another version says to the files of this one. */
  saidBy(major: Major): Promise<string>;
  stop(): Promise<void>;
}

/** What a server shows to clients that ask for an encrypted connection, in PEM. */
export interface TestCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface TestPostgresArgs {
  /** @default - undefined: connections are not encrypted */
  readonly tls?: TestCertificate;
  /** Whether users other than `postgres` need their password. @default false */
  readonly asksForPasswords?: boolean;
  /** Version of the server. @default "15" */
  readonly major?: Major;
}

/** Who needs no password, and who does (pg_hba.conf). */
const ACCESS = "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";

export async function testPostgres(args: TestPostgresArgs = {}): Promise<TestPostgres> {
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const { folder, data } = makeFolders(identity.uid);
  const programs = copyPrograms(folder, args.major ?? "15");
  const port = await freePort();
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync"], {
    ...identity,
    stdio: "pipe",
  });
  const plain = ["-c", "listen_addresses=127.0.0.1", "-k", folder, "-c", "fsync=off"];
  const options = [...plain, ...secure(data, args, identity.uid)];
  const start = async (files = data, at = port) => {
    const all = ["-D", files, "-p", String(at), ...options];
    const started = spawn(join(programs, "postgres"), all, { ...identity, stdio: "ignore" });
    await answering(started, at);
    return started;
  };
  let server = await start();
  let count = 0;
  return {
    database: async (name = `test_${(count += 1)}`) => {
      await query(port, `CREATE DATABASE ${name}`);
      return {
        DATABASE_ENGINE: "POSTGRESQL",
        POSTGRES_HOST: "127.0.0.1",
        POSTGRES_PORT: String(port),
        POSTGRES_DB: name,
        POSTGRES_USER: "postgres",
        POSTGRES_PASSWORD: "not-asked-for",
      };
    },
    without: async (work) => {
      await end(server);
      await work();
      server = await start();
    },
    copy: async () => {
      const files = mkdtempSync(join(folder, "copy-"));
      await end(server);
      // cp keeps whose the files are, and who may read them.
      execFileSync("cp", ["-a", `${data}/.`, files]);
      server = await start();
      const at = await freePort();
      const copied = await start(files, at);
      return { port: at, stop: () => end(copied) };
    },
    saidBy: async (major) => {
      await end(server);
      const other = join(copyPrograms(join(folder, major), major), "postgres");
      const { stderr } = spawnSync(other, ["-D", data], { ...identity, encoding: "utf8", timeout: 10_000 });
      server = await start();
      return stderr;
    },
    stop: async () => {
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server's own, and that of its data in it. */
function makeFolders(owner: number | undefined): { readonly folder: string; readonly data: string } {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (owner !== undefined) {
    chownSync(folder, owner, owner);
    chownSync(data, owner, owner);
  }
  return { folder, data };
}

/** PostgreSQL takes a key that nobody else can read. @returns options of the server */
function secure(
  data: string,
  { tls, asksForPasswords = false }: TestPostgresArgs,
  owner: number | undefined,
): readonly string[] {
  if (asksForPasswords) {
    writeFileSync(join(data, "pg_hba.conf"), ACCESS);
  }
  if (tls === undefined) {
    return [];
  }
  const files = { ssl_cert_file: "server.crt", ssl_key_file: "server.key" };
  writeFileSync(join(data, files.ssl_cert_file), tls.certificate);
  writeFileSync(join(data, files.ssl_key_file), tls.privateKey, { mode: 0o600 });
  if (owner !== undefined) {
    chownSync(join(data, files.ssl_key_file), owner, owner);
  }
  return ["-c", "ssl=on", ...Object.entries(files).flatMap(([name, file]) => ["-c", `${name}=${file}`])];
}

async function end(server: ChildProcess): Promise<void> {
  const ended = once(server, "exit");
  server.kill("SIGINT");
  await ended;
}

/**
 * One that is not among those of outgoing connections (from 32768 on Linux): another test's connection could have it while the
 * server is away.
 */
async function freePort(): Promise<number> {
  const server = createServer();
  try {
    server.listen(randomInt(20_000, 30_000), "127.0.0.1");
    await once(server, "listening");
  } catch {
    return freePort();
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function answering(server: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; server.exitCode === null && attempt < 300; attempt += 1) {
    try {
      await query(port, "SELECT 1");
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`PostgreSQL does not answer on port ${port} (exit code ${String(server.exitCode)}).`);
}

async function query(port: number, sql: string): Promise<void> {
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
