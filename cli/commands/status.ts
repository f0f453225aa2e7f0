import { setTimeout as sleep } from "node:timers/promises";
import colors from "picocolors";
import { type ClusterLook, localStatus } from "../status/local-status";
import { summary } from "../summary";
import { isReady, readyText } from "../workloads";

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
  const local = await localStatus();
  if (!local.isUp) {
    return json ? JSON.stringify({ isUp: false }) : "Nothing is up in this clone. Start it with: npm run up";
  }
  const { platform, cluster, inside } = local;
  if ("problem" in inside) {
    process.exitCode = 1;
    const { problem } = inside;
    return json ? JSON.stringify({ isUp: true, cluster, problem }) : `${clusterText(cluster)}${problem}`;
  }
  const { workloads, found } = inside;
  process.exitCode = workloads.every(isReady) ? 0 : 1;
  return json
    ? JSON.stringify({ isUp: true, cluster, ...found })
    : `${clusterText(cluster)}${summary({ hints: true, nodes: platform.nodes, entrance: cluster?.entrance, found })}\n\n${readyText(workloads)}.`;
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
