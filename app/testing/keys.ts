import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Of one file of tests, and gone with it. */
const FOLDER = mkdtempSync(join(tmpdir(), "thoughts-keys-"));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** A folder as a pod has it at `/opt/keys`. */
export class KeyFolder {
  readonly path = mkdtempSync(join(FOLDER, "keys-"));

  /** Adds a public key under a name, and makes its private key the one that signs. */
  add(name = "public_key"): this {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    writeFileSync(join(this.path, `${name}.pub`), publicKey);
    writeFileSync(join(this.path, "private_key.pem"), privateKey);
    return this;
  }
}
