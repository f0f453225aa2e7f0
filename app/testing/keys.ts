import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A folder as a pod has it at `/opt/keys`, until the test or the suite that made it has ended. */
export class KeyFolder {
  readonly path = mkdtempSync(join(tmpdir(), "thoughts-keys-"));

  constructor() {
    const remove = () => rmSync(this.path, { recursive: true, force: true });
    try {
      onTestFinished(remove);
    } catch {
      // Made outside a test, for a whole suite.
      afterAll(remove);
    }
  }

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
