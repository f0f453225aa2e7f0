import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../engine/process/file";
import { CONTEXT } from "../sandbox/control-plane/files";
import type { ClusterContext } from "./cluster-context";
import { CLUSTER, NODES, SANDBOX } from "./folders";

/** The nodes that the embedded cluster can have. */
export const EMBEDDED_NODES = ["simulated", "real"] as const;

/** Whose nodes an environment runs on: two kinds of this clone's own, or those of a cluster that the user brought. */
export type NodeKind = (typeof EMBEDDED_NODES)[number] | "own";

/** The cluster that this clone's environment is in. */
export interface Platform extends ClusterContext {
  readonly nodes: NodeKind;
}

const FILE = join(SANDBOX, "platform.json");

/** `status` and `down` must find the cluster that `up` used. */
export function writePlatform(platform: Platform): void {
  writeWhole(FILE, JSON.stringify(platform));
}

/** The cluster of this clone, by what was written down; by its folders, if that can't be read. */
export function readPlatform(): Platform | undefined {
  try {
    const platform = JSON.parse(readFileSync(FILE, "utf8")) as Platform | null;
    if (platform !== null) {
      return platform;
    }
  } catch {
    // There is none, or not a whole one.
  }
  return existsSync(CLUSTER) ? embeddedPlatform(existsSync(NODES) ? "real" : "simulated") : undefined;
}

/** The cluster of this clone's own. */
export function embeddedPlatform(nodes: (typeof EMBEDDED_NODES)[number]): Platform {
  return { kubeconfig: join(CLUSTER, "kubeconfig"), context: CONTEXT, nodes };
}
