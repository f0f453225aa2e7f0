import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Daemon } from "../process/daemon";
import { freePorts } from "../control-plane/ports";
import { UserError } from "../user-error";
import { unpacked } from "./debian";

/** Debian's docker-registry, on the loopback interface. */
export class Registry {
  readonly #folder: string;
  #daemon: Daemon | undefined;
  #address = "";

  /** @param folder keeps the images, the configuration and the log */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Host and port, for names of images. */
  get address(): string {
    return this.#address;
  }

  /** @throws {UserError} if it does not answer */
  async start(): Promise<void> {
    const [port] = await freePorts(1);
    this.#address = `127.0.0.1:${port ?? 0}`;
    const config = join(this.#folder, "registry.yaml");
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(config, JSON.stringify(this.#config()));
    const program = join(unpacked("docker-registry"), "usr", "bin", "docker-registry");
    this.#daemon = new Daemon({ name: "registry", folder: this.#folder, program, args: ["serve", config] });
    this.#daemon.start();
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (await this.#answers()) {
        return;
      }
      await sleep(50);
    }
    throw new UserError(`the registry at ${this.#address} does not answer:\n${this.#daemon.lastWords()}`);
  }

  async stop(): Promise<void> {
    await this.#daemon?.stop();
  }

  /** JSON is YAML too. */
  #config(): object {
    return {
      version: "0.1",
      log: { level: "warn" },
      storage: { filesystem: { rootdirectory: join(this.#folder, "data") }, delete: { enabled: true } },
      http: { addr: this.#address },
    };
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`http://${this.#address}/v2/`)).ok;
    } catch {
      return false;
    }
  }
}
