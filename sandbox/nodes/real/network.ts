import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../nodes";

/** Private addresses (RFC 1918); a /28 of them for each network. */
const RANGE = "10.211";

/** The addresses in a network: this machine's own, the control plane's, and then a node each. */
const [OURS, CONTROL_PLANE, FIRST_NODE] = [1, 2, 3];

/** Of pods, which only nodes and the control plane have a way to, so that all networks may use the same. */
const PODS = "10.244";

/** Addresses of all pods. */
export const ALL_PODS = `${PODS}.0.0/16`;

/** Where a node is, and the addresses of its pods. */
export interface NodeHost extends Host {
  readonly pods: string;
}

/** Network namespaces for a control plane and its nodes, on a bridge that this machine, and nobody else, is connected to. */
export class Network {
  readonly #name: string;
  readonly #card: string;
  readonly #subnet: number;

  /**
   * @param folder whose network it is: the names and addresses follow from it, so that it is found again
   * @param nodes how many there are
   */
  constructor(
    folder: string,
    private readonly nodes: number,
  ) {
    const hash = createHash("sha256").update(folder).digest();
    const id = hash.toString("hex").slice(0, 8);
    this.#name = `thoughts-${id}`;
    this.#card = `th-${id}`;
    this.#subnet = hash.readUInt16BE(0) & 0x0fff;
  }

  get controlPlane(): Host {
    return { address: this.#host(CONTROL_PLANE), prefix: inside(this.#name) };
  }

  /** @param index from 0 */
  node(index: number): NodeHost {
    return {
      address: this.#host(FIRST_NODE + index),
      prefix: inside(this.#nodeName(index)),
      pods: `${PODS}.${index}.0/24`,
    };
  }

  /** Does nothing if it is there. */
  create(): void {
    if (this.#isComplete()) {
      return;
    }
    this.remove();
    const hub = this.#name;
    ip("netns", "add", hub);
    ip("-n", hub, "link", "set", "lo", "up");
    ip("-n", hub, "link", "add", "bridge", "type", "bridge");
    ip("-n", hub, "address", "add", `${this.#host(CONTROL_PLANE)}/28`, "dev", "bridge");
    ip("-n", hub, "link", "set", "bridge", "up");
    ip("link", "add", this.#card, "type", "veth", "peer", "name", "outside", "netns", hub);
    ip("address", "add", `${this.#host(OURS)}/28`, "dev", this.#card);
    ip("link", "set", this.#card, "up");
    ip("-n", hub, "link", "set", "outside", "master", "bridge", "up");
    for (let index = 0; index < this.nodes; index += 1) {
      this.#createNode(index);
    }
  }

  /** The cards, bridges and rules in it go with it. */
  remove(): void {
    for (let index = 0; index < this.nodes; index += 1) {
      removeNamespace(this.#nodeName(index));
    }
    if (existsSync(file(this.#name)) && this.#has("outside")) {
      // This machine's card goes with its other end: by itself, but a moment later.
      ip("-n", this.#name, "link", "delete", "outside");
    }
    removeNamespace(this.#name);
  }

  #createNode(index: number): void {
    const hub = this.#name;
    const name = this.#nodeName(index);
    const { address, pods } = this.node(index);
    ip("netns", "add", name);
    ip("-n", name, "link", "set", "lo", "up");
    ip("-n", hub, "link", "add", `node-${index}`, "type", "veth", "peer", "name", "eth0", "netns", name);
    ip("-n", hub, "link", "set", `node-${index}`, "master", "bridge", "up");
    ip("-n", hub, "route", "add", pods, "via", address);
    ip("-n", name, "address", "add", `${address}/28`, "dev", "eth0");
    ip("-n", name, "link", "set", "eth0", "up");
    for (let other = 0; other < this.nodes; other += 1) {
      if (other !== index) {
        ip("-n", name, "route", "add", this.node(other).pods, "via", this.#host(FIRST_NODE + other));
      }
    }
    // It ends at this machine, which forwards nothing; but an address of a Service needs some way, before it is translated.
    ip("-n", name, "route", "add", "default", "via", this.#host(OURS));
  }

  /** What `create` makes last is there, in the last namespace. */
  #isComplete(): boolean {
    const last = this.#nodeName(this.nodes - 1);
    return existsSync(file(last)) && ip("-n", last, "route", "show", "default") !== "";
  }

  #has(card: string): boolean {
    return (JSON.parse(ip("-n", this.#name, "-json", "link", "show")) as { ifname: string }[]).some(
      ({ ifname }) => ifname === card,
    );
  }

  #nodeName(index: number): string {
    return `${this.#name}-${index}`;
  }

  #host(number: number): string {
    const last = (this.#subnet << 4) + number;
    return `${RANGE}.${last >> 8}.${last & 0xff}`;
  }
}

/** What a command line starts with, to be run in a namespace. */
function inside(namespace: string): readonly string[] {
  return ["nsenter", `--net=${file(namespace)}`];
}

function file(namespace: string): string {
  return join("/run/netns", namespace);
}

function removeNamespace(name: string): void {
  if (existsSync(file(name))) {
    ip("netns", "delete", name);
  }
}

function ip(...args: readonly string[]): string {
  return execFileSync("ip", args, { encoding: "utf8", stdio: "pipe" }).trim();
}
