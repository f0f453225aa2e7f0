import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Daemon } from "../../engine/process/daemon";
import { freePorts } from "../../engine/process/free-ports";
import { UserError } from "../../engine/user-error";
import { type Host, LOOPBACK } from "../nodes/nodes";
import { unpacked } from "./debian";

/** In a network of ours nobody else has a port. */
const OWN_PORT = 5000;

/** Debian's docker-registry. */
export class Registry {
  readonly #host: Host;
  #port = OWN_PORT;
  #program: string | undefined;

  /**
   * @param folder keeps the images, the configuration and the log
   * @param host @default - the loopback interface, on a free port
   */
  constructor(
    readonly folder: string,
    host: Host = LOOPBACK,
  ) {
    this.#host = host;
  }

  /** Host and port, for names of images; known once it has started. */
  get address(): string {
    return `${this.#host.address}:${this.#port}`;
  }

  get daemon(): Daemon {
    // Finding the package asks apt, which takes a while.
    this.#program ??= join(unpacked("docker-registry"), "usr", "bin", "docker-registry");
    const args = ["serve", this.#config];
    return new Daemon({
      name: "registry",
      folder: this.folder,
      prefix: this.#host.prefix,
      program: this.#program,
      args,
    });
  }

  /** Does nothing if it runs. @throws {UserError} if it does not answer */
  async start(): Promise<void> {
    if (this.#host === LOOPBACK) {
      const [free = 0] = await freePorts(1);
      this.#port = free;
    }
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    // JSON is YAML too.
    const storage = { filesystem: { rootdirectory: join(this.folder, "data") }, delete: { enabled: true } };
    const settings = { version: "0.1", log: { level: "warn" }, storage, http: { addr: this.address } };
    writeFileSync(this.#config, JSON.stringify(settings));
    const { daemon } = this;
    daemon.start();
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (await this.#answers()) {
        return;
      }
      await sleep(50);
    }
    throw new UserError(`the registry at ${this.address} does not answer:\n${daemon.lastWords()}`);
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
  }

  get #config(): string {
    return join(this.folder, "registry.yaml");
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`http://${this.address}/v2/`)).ok;
    } catch {
      return false;
    }
  }
}
