import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { writeWhole } from "../../../engine/process/file";

/** Longer than any such cluster lives. */
const YEARS = 10;

/** By what the API server is known where it is a client, from an authority that certifies nobody else. */
export class ClientCertificate {
  readonly #folder: string;

  /** @param user its name, to whom it asks */
  constructor(
    folder: string,
    readonly user: string,
  ) {
    this.#folder = join(folder, user);
  }

  /** Whose certificates are accepted. */
  get authority(): string {
    return join(this.#folder, "authority.crt");
  }

  get certificate(): string {
    return join(this.#folder, "client.crt");
  }

  get key(): string {
    return join(this.#folder, "client.key");
  }

  /** Does nothing if it is there. */
  async create(): Promise<void> {
    if (existsSync(this.authority)) {
      return;
    }
    const notAfterDate = new Date();
    notAfterDate.setFullYear(notAfterDate.getFullYear() + YEARS);
    const made = await generate([{ name: "commonName", value: `${this.user}-authority` }], {
      keySize: 2048,
      algorithm: "sha256",
      notAfterDate,
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "keyUsage", keyCertSign: true, critical: true },
      ],
      clientCertificate: { cn: this.user, keySize: 2048, notAfterDate },
    });
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeWhole(this.key, made.clientprivate ?? "");
    writeWhole(this.certificate, made.clientcert ?? "");
    // The last one: it says that all are there.
    writeWhole(this.authority, made.cert);
  }
}
