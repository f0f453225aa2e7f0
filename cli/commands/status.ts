import { setTimeout as sleep } from "node:timers/promises";
import colors from "picocolors";
import { readOutputs } from "../../engine/pulumi/state";
import type { Tools } from "../../engine/toolchain/tool";
import { embedded } from "../embedded";
import { ENGINE, isUp } from "../folders";
import { type Platform, readPlatform } from "../platform";
import { lookAt } from "../status/look";
import { summary } from "../summary";
import { toolsFor } from "../tools";
import { isReady, readyText, Workloads } from "../workloads";

export interface StatusOptions {
  /** Whether to print it for machines. */
  readonly json?: boolean;
  /** Whether to go on until it is interrupted. */
  readonly watch?: boolean;
}

const WATCH_MS = 2_000;

/** `status`: what runs now. Changes nothing, and exits with 1 if something that should run does not. */
export async function status(options: StatusOptions): Promise<void> {
  for (;;) {
    const text = await lookOnce(options);
    if (options.watch === true && process.stdout.isTTY) {
      console.clear();
    }
    console.log(text);
    if (options.watch !== true) {
      return;
    }
    await sleep(WATCH_MS);
  }
}

/** Says by the exit code, too, whether all is well. */
async function lookOnce({ json = false }: StatusOptions): Promise<string> {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    return json ? JSON.stringify({ isUp: false }) : "Nothing is up in this clone. Start it with: npm run up";
  }
  const tools = await toolsFor(console.error);
  const cluster = await clusterOf(platform, tools);
  const { namespace } = readOutputs(ENGINE, "local");
  if (cluster?.ready === false || typeof namespace !== "string") {
    process.exitCode = 1;
    const why =
      cluster?.ready === false
        ? "The cluster does not answer. Mend it with: npm run up"
        : "The environment is not complete. Finish it with: npm run up";
    return json ? JSON.stringify({ isUp: true, cluster, problem: why }) : `${clusterText(cluster)}${why}`;
  }
  const workloads = await new Workloads(tools, platform, namespace).list();
  const found = await lookAt(tools, platform, namespace, workloads);
  process.exitCode = workloads.every(isReady) ? 0 : 1;
  return json
    ? JSON.stringify({ isUp: true, cluster, ...found })
    : `${clusterText(cluster)}${summary({ hints: true, nodes: platform.nodes, entrance: cluster?.entrance, found })}\n\n${readyText(workloads)}.`;
}

interface ClusterLook {
  readonly server: string | undefined;
  readonly ready: boolean;
  readonly components: readonly { readonly name: string; readonly running: boolean }[];
  readonly entrance: string | undefined;
}

/** @returns undefined for a cluster of the user's */
async function clusterOf({ nodes }: Platform, tools: Tools): Promise<ClusterLook | undefined> {
  if (nodes === "own") {
    return undefined;
  }
  const { cluster, entrance } = await embedded(nodes, tools, console.error);
  return { ...(await cluster.status()), entrance };
}

function clusterText(cluster: ClusterLook | undefined): string {
  if (cluster === undefined) {
    return "";
  }
  const { components, server = "" } = cluster;
  const named = (running: boolean) => components.filter((one) => one.running === running).map(({ name }) => name);
  return [
    colors.bold("Cluster"),
    `  ${server}`,
    ...(named(true).length > 0 ? [`  running: ${colors.green(named(true).join(", "))}`] : []),
    ...(named(false).length > 0 ? [`  down: ${colors.red(named(false).join(", "))}`] : []),
    "\n",
  ].join("\n");
}
