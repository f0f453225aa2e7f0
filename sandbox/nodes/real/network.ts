import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Private addresses (RFC 1918); a /30 of them for each network: this machine's end and the namespace's. */
const RANGE = "10.211";

/** A network namespace that this machine, and nobody else, reaches over a pair of virtual cards. */
export class Network {
  readonly #name: string;
  readonly #card: string;
  readonly #subnet: number;

  /** @param folder whose network it is: the names and addresses follow from it, so that it is found again */
  constructor(folder: string) {
    const hash = createHash("sha256").update(folder).digest();
    const id = hash.toString("hex").slice(0, 8);
    this.#name = `thoughts-${id}`;
    this.#card = `th-${id}`;
    this.#subnet = hash.readUInt16BE(0) & 0x3fff;
  }

  /** The namespace's own address. */
  get address(): string {
    return this.#host(2);
  }

  /** What a command line starts with, to be run in the namespace. */
  get prefix(): readonly string[] {
    return ["nsenter", `--net=${this.#file}`];
  }

  /** Does nothing if it is there. */
  create(): void {
    if (existsSync(this.#file)) {
      return;
    }
    ip("netns", "add", this.#name);
    ip("link", "add", this.#card, "type", "veth", "peer", "name", "eth0", "netns", this.#name);
    ip("address", "add", `${this.#host(1)}/30`, "dev", this.#card);
    ip("link", "set", this.#card, "up");
    ip("-n", this.#name, "link", "set", "lo", "up");
    ip("-n", this.#name, "address", "add", `${this.address}/30`, "dev", "eth0");
    ip("-n", this.#name, "link", "set", "eth0", "up");
    // What leaves the namespace ends at this machine, which forwards nothing: but pods need a way to node addresses.
    ip("-n", this.#name, "route", "add", "default", "via", this.#host(1));
  }

  /** The cards, bridges and rules in it go with it. */
  remove(): void {
    if (existsSync(this.#file)) {
      // The first card goes with the second: by itself, but a moment later.
      ip("-n", this.#name, "link", "delete", "eth0");
      ip("netns", "delete", this.#name);
    }
  }

  get #file(): string {
    return join("/run/netns", this.#name);
  }

  #host(number: 1 | 2): string {
    const last = (this.#subnet << 2) + number;
    return `${RANGE}.${last >> 8}.${last & 0xff}`;
  }
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}
