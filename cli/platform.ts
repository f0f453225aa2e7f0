import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SANDBOX } from "./folders";

/** The nodes that the embedded cluster can have. */
export const EMBEDDED_NODES = ["simulated", "real"] as const;

/** Whose nodes an environment runs on: two kinds of this clone's own, or those of a cluster that the user brought. */
export type NodeKind = (typeof EMBEDDED_NODES)[number] | "own";

/** The cluster that this clone's environment is in. */
export interface Platform {
  readonly kubeconfig: string;
  readonly context: string;
  readonly nodes: NodeKind;
}

const FILE = join(SANDBOX, "platform.json");

/** `status` and `down` must find the cluster that `up` used. */
export function writePlatform(platform: Platform): void {
  writeFileSync(FILE, JSON.stringify(platform));
}

export function readPlatform(): Platform | undefined {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Platform) : undefined;
}
