// A real PostgreSQL server whose certificate is for the name that RDS would give it; clients reach it by another one.
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestCertificate, testPostgres, type TestPostgres } from "../testing/postgres";
import { readDatabase } from "./database";

const NAME = "users.abcdefghijkl.us-west-2.rds.amazonaws.com";

/** Its own authority, for one name. */
async function certificateFor(name: string): Promise<TestCertificate> {
  const { private: privateKey, cert: certificate } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
  });
  return { privateKey, certificate };
}

describe("an encrypted connection to a database", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-tls-"));
  let postgres: TestPostgres;
  let environment: Record<string, string>;

  const authority = (name: string, { certificate }: TestCertificate) => {
    writeFileSync(join(folder, name), certificate);
    return join(folder, name);
  };
  const isEncrypted = async (change: Readonly<Record<string, string | undefined>> = {}) => {
    const client = new Client(readDatabase({ ...environment, ...change }));
    await client.connect();
    try {
      const { rows } = await client.query<{ ssl: boolean }>("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
      return rows[0]?.ssl;
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    const tls = await certificateFor(NAME);
    postgres = await testPostgres({ tls });
    environment = {
      ...(await postgres.database()),
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: authority("right.pem", tls),
      POSTGRES_TLS_NAME: NAME,
    };
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is made to a server that shows a certificate of a known authority for its name", async () => {
    expect(await isEncrypted()).toBe(true);
  });

  it("is refused to a server of another authority, for the same name", async () => {
    const PGSSLROOTCERT = authority("wrong.pem", await certificateFor(NAME));
    await expect(isEncrypted({ PGSSLROOTCERT })).rejects.toThrow(/self-signed certificate|unable to verify/);
  });

  it("is refused to a server that no authority of RDS knows, unless another file is named", async () => {
    await expect(isEncrypted({ PGSSLROOTCERT: undefined })).rejects.toThrow(/self-signed certificate/);
  });

  it("is refused to a server of another name", async () => {
    await expect(isEncrypted({ POSTGRES_TLS_NAME: `other.${NAME}` })).rejects.toThrow(/does not match certificate/);
  });

  it("is asked for by its one mode only, or not at all", async () => {
    await expect(isEncrypted({ PGSSLMODE: "require" })).rejects.toThrow('it has to be "verify-full", or not set');
    expect(await isEncrypted({ PGSSLMODE: undefined })).toBe(false);
  });

  it("knows the authorities of RDS in the region of our servers", () => {
    const { ssl } = readDatabase({ ...environment, PGSSLROOTCERT: undefined });
    expect(ssl).toMatchObject({ rejectUnauthorized: true });
    const { ca } = ssl as { ca: readonly string[] };
    const subjects = ca.map((pem) => new X509Certificate(pem).subject);
    expect(subjects).toContainEqual(expect.stringContaining("Amazon RDS us-west-2 Root CA RSA2048 G1"));
  });
});
