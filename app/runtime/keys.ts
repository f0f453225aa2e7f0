import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CryptoKey, importPKCS8, importSPKI } from "jose";

/** How tokens are signed: an RSA signature with SHA-256. Whatever else a token says of itself is refused. */
export const ALGORITHM = "RS256";

const PRIVATE = "private_key.pem";
const PUBLIC = ".pub";

/**
 * The public keys whose tokens are accepted: every `*.pub` file of the folder. While keys are rotated there are two
 * (docs/system.md#key-rotation).
 * @throws {Error} if there is none
 */
export async function readPublicKeys(folder: string): Promise<readonly CryptoKey[]> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(PUBLIC)) : [];
  if (files.length === 0) {
    throw new Error(`no public key in ${folder}; mount at least public_key.pub there.`);
  }
  return Promise.all(files.map((file) => importSPKI(readFileSync(join(folder, file), "utf8"), ALGORITHM)));
}

/** @throws {Error} if there is none */
export async function readPrivateKey(folder: string): Promise<CryptoKey> {
  const file = join(folder, PRIVATE);
  if (!existsSync(file)) {
    throw new Error(`no private key at ${file}; mount it there.`);
  }
  return importPKCS8(readFileSync(file, "utf8"), ALGORITHM);
}
