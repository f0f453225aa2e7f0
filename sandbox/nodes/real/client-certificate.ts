import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";
import { writeWhole } from "../../process/file";

/** The user that the API server is to a kubelet; kubelet-access.yaml says what it may. */
const USER = "kube-apiserver-kubelet-client";

/** Longer than any such cluster lives. */
const YEARS = 10;

/** By what a kubelet knows the API server when it asks for logs, or to run something in a pod. */
export class KubeletClients {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whose certificates a kubelet accepts. */
  get authority(): string {
    return join(this.#folder, "authority.crt");
  }

  /** The API server's own. */
  get certificate(): string {
    return join(this.#folder, "client.crt");
  }

  get key(): string {
    return join(this.#folder, "client.key");
  }

  /** Does nothing if they are there. */
  async create(): Promise<void> {
    if (existsSync(this.authority)) {
      return;
    }
    const notAfterDate = new Date();
    notAfterDate.setFullYear(notAfterDate.getFullYear() + YEARS);
    const made = await generate([{ name: "commonName", value: "kubelet-clients" }], {
      keySize: 2048,
      algorithm: "sha256",
      notAfterDate,
      extensions: [
        { name: "basicConstraints", cA: true, critical: true },
        { name: "keyUsage", keyCertSign: true, critical: true },
      ],
      clientCertificate: { cn: USER, keySize: 2048, notAfterDate },
    });
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeWhole(this.key, made.clientprivate ?? "");
    writeWhole(this.certificate, made.clientcert ?? "");
    // The last one: it says that all are there.
    writeWhole(this.authority, made.cert);
  }
}
