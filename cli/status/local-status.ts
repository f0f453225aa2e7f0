import { readOutputs } from "../../engine/pulumi/state";
import type { Tools } from "../../engine/toolchain/tool";
import { embedded } from "../embedded";
import { ENGINE, isUp } from "../folders";
import { type Platform, readPlatform } from "../platform";
import { toolsFor } from "../tools";
import { type Workload, Workloads } from "../workloads";
import type { EnvironmentStatus } from "./environment-status";
import { lookAt } from "./look";

/** What there is of the environment of this clone. */
export type LocalStatus = { readonly isUp: false } | LocalEnvironment;

/** An environment that is up, as a whole or in part. */
export interface LocalEnvironment {
  readonly isUp: true;
  readonly platform: Platform;
  readonly tools: Tools;
  /** @default - undefined for a cluster of the user's */
  readonly cluster: ClusterLook | undefined;
  /** What runs in it, or why that can't be said. */
  readonly inside:
    { readonly workloads: readonly Workload[]; readonly found: EnvironmentStatus } | { readonly problem: string };
}

export interface ClusterLook {
  readonly server: string | undefined;
  readonly ready: boolean;
  readonly components: readonly { readonly name: string; readonly running: boolean }[];
  readonly entrance: string | undefined;
}

/**
 * Looks at the environment of this clone; changes nothing.
 * @throws {UserError} if the cluster or a file does not tell what is asked
 */
export async function localStatus(): Promise<LocalStatus> {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    return { isUp: false };
  }
  const tools = await toolsFor(console.error);
  const cluster = await clusterOf(platform, tools);
  const { namespace } = readOutputs(ENGINE, "local");
  const up = { isUp: true, platform, tools, cluster } as const;
  if (cluster?.ready === false) {
    return { ...up, inside: { problem: "The cluster does not answer. Mend it with: npm run up" } };
  }
  if (typeof namespace !== "string") {
    return { ...up, inside: { problem: "The environment is not complete. Finish it with: npm run up" } };
  }
  const workloads = await new Workloads(tools, platform, namespace).list();
  return { ...up, inside: { workloads, found: await lookAt(tools, platform, namespace, workloads) } };
}

async function clusterOf({ nodes }: Platform, tools: Tools): Promise<ClusterLook | undefined> {
  if (nodes === "own") {
    return undefined;
  }
  const { cluster, entrance } = await embedded(nodes, tools, console.error);
  return { ...(await cluster.status()), entrance };
}
