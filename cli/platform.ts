import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SANDBOX } from "./folders";

/** The cluster that this clone's environment is in. */
export interface Platform {
  readonly kubeconfig: string;
  readonly context: string;
  /** Whether it is the embedded one, whose nodes are simulated. */
  readonly simulated: boolean;
}

const FILE = join(SANDBOX, "platform.json");

/** `status` and `down` must find the cluster that `up` used. */
export function writePlatform(platform: Platform): void {
  writeFileSync(FILE, JSON.stringify(platform));
}

export function readPlatform(): Platform | undefined {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Platform) : undefined;
}
