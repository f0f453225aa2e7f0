import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { recover } from "../../sandbox/engine/recovery";
import { endLeftovers } from "../../sandbox/engine/leftovers";
import { runEngine } from "../../sandbox/engine/run";
import type { Tools } from "../../sandbox/toolchain/tool";
import { alone } from "../alone";
import { embedded } from "../embedded";
import { ENGINE, isUp, LOG, REHEARSALS, SANDBOX } from "../folders";
import { openLocal } from "../local-workspace";
import { type Platform, readPlatform } from "../platform";
import { toolsFor } from "../tools";

/** `down`: ends and removes what `up` of this clone made. The tools stay; `clean` removes them. */
export async function down(): Promise<void> {
  if (!isUp()) {
    console.log("Nothing is up in this clone.");
    return;
  }
  await alone(downAlone);
}

async function downAlone(): Promise<void> {
  console.log("Stopping what runs in this clone …");
  const tools = await toolsFor(console.error);
  const platform = readPlatform();
  if (platform?.nodes === "own") {
    await destroyIn(platform, tools);
  }
  endLeftovers(ENGINE);
  // Before what it describes: a state without its cluster would be believed.
  rmSync(ENGINE, { recursive: true, force: true });
  if (platform !== undefined && platform.nodes !== "own") {
    const { cluster } = await embedded(platform.nodes, tools, console.error);
    await cluster.remove();
  }
  const { removeRehearsals } = await import("../../sandbox/rehearsal/rehearsal.js");
  const rehearsals = existsSync(REHEARSALS) ? readdirSync(REHEARSALS) : [];
  for (const stack of rehearsals) {
    await removeRehearsals(join(REHEARSALS, stack), tools);
  }
  rmSync(SANDBOX, { recursive: true, force: true });
  console.log("Stopped and removed. `npm run up` starts afresh.");
}

/** A cluster of the user's stays; what the program made in it goes. */
async function destroyIn(platform: Platform, tools: Tools): Promise<void> {
  if (!existsSync(ENGINE)) {
    return;
  }
  const workspace = await openLocal(tools, platform);
  const options = { say: console.log, log: LOG };
  await recover(workspace, options);
  await runEngine(workspace, "destroy", options);
}
