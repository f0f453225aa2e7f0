import colors from "picocolors";
import { readOutputs } from "../../engine/pulumi/state";
import { embedded } from "../embedded";
import { ENGINE, isUp } from "../folders";
import { readPlatform } from "../platform";
import { summary } from "../summary";
import { toolsFor } from "../tools";
import { isReady, readyText, Workloads } from "../workloads";

/** `status`: what runs now. Changes nothing, and exits with 1 if something that should run does not. */
export async function status(): Promise<void> {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    console.log("Nothing is up in this clone. Start it with: npm run up");
    return;
  }
  const tools = await toolsFor(console.error);
  let entrance: string | undefined;
  if (platform.nodes !== "own") {
    const { cluster, entrance: place } = await embedded(platform.nodes, tools, console.error);
    entrance = place;
    const { components, ready, server } = await cluster.status();
    const states = components.map(
      ({ name, running }) => `${name} ${running ? colors.green("runs") : colors.red("is down")}`,
    );
    console.log(`${colors.bold("Cluster")}\n  ${server ?? ""}\n  ${states.join(", ")}\n`);
    if (!ready) {
      console.log("The cluster does not answer. Mend it with: npm run up");
      process.exitCode = 1;
      return;
    }
  }
  const { namespace, urls } = readOutputs(ENGINE, "local");
  if (typeof namespace !== "string") {
    console.log("The environment is not complete. Finish it with: npm run up");
    process.exitCode = 1;
    return;
  }
  const addresses = (urls ?? {}) as Record<string, string>;
  const workloads = await new Workloads(tools, platform, namespace).list();
  console.log(summary({ tools, ...platform, namespace, workloads, urls: addresses, entrance }));
  console.log(`\n${readyText(workloads)}.`);
  process.exitCode = workloads.every(isReady) ? 0 : 1;
}
