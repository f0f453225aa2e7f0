import { existsSync, rmSync } from "node:fs";
import { Cluster } from "../../sandbox/control-plane/cluster";
import { recover } from "../../sandbox/engine/recovery";
import { openWorkspace } from "../../sandbox/engine/workspace";
import type { Tools } from "../../sandbox/toolchain/tool";
import { CLUSTER, ENGINE, isUp, ROOT, SANDBOX } from "../folders";
import { type Platform, readPlatform } from "../platform";
import { toolsFor } from "../tools";

/** `down`: ends and removes what `up` of this clone made. The tools stay; `clean` removes them. */
export async function down(): Promise<void> {
  if (!isUp()) {
    console.log("Nothing is up in this clone.");
    return;
  }
  const tools = await toolsFor(console.error);
  const platform = readPlatform();
  if (platform !== undefined && !platform.simulated && existsSync(ENGINE)) {
    await destroyIn(platform, tools);
  }
  await new Cluster(CLUSTER, tools).remove();
  rmSync(SANDBOX, { recursive: true, force: true });
  console.log("Stopped and removed. `npm run up` starts afresh.");
}

/** A cluster of the user's stays; what the program made in it goes. */
async function destroyIn({ kubeconfig, context }: Platform, tools: Tools): Promise<void> {
  const workspace = await openWorkspace({
    root: ROOT,
    folder: ENGINE,
    stack: "local",
    pulumi: tools.pulumi,
    kubeconfig,
    overrides: { "thoughts:context": context },
  });
  await recover(workspace);
  await workspace.stack.destroy({
    configFile: workspace.configFile,
    // It would decrypt the history, with a salt that is not in the stack's committed file.
    showSecrets: false,
    onOutput: (text) => process.stdout.write(text),
  });
}
