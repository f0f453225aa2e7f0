import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopDaemons } from "../../engine/process/daemon";
import { endLeftovers } from "../../engine/pulumi/leftovers";
import { recover } from "../../engine/pulumi/recovery";
import { runEngine } from "../../engine/pulumi/run";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { REHEARSED_STACKS } from "../../stacks/names";
import { alone, rehearsingAlone } from "../alone";
import { demosHere } from "../env/demos";
import { embedded } from "../embedded";
import { DEMOS, ENGINE, isUp, LOG, REHEARSALS, rehearsalsOf, SANDBOX } from "../folders";
import { openLocal } from "../local-workspace";
import { type Platform, readPlatform } from "../platform";
import { toolsFor } from "../tools";

/** There while a `down` takes things away: an `up` that finds it takes the rest away first. */
const GOING_DOWN = join(SANDBOX, "going-down");

export interface DownOptions {
  /** Whether demos go with what they are copies of. @default - it is refused while there are some */
  readonly demos?: boolean;
}

/** `down`: ends and removes what `up` of this clone made. The tools stay; `clean` removes them. */
export async function down({ demos = false }: DownOptions): Promise<void> {
  if (!isUp()) {
    console.log("Nothing is up in this clone.");
    return;
  }
  await alone(async () => {
    // Another one may have done it while this one waited.
    if (isUp()) {
      if (!demos) {
        refuseDemos();
      }
      await downAlone();
    }
  });
}

/** Ends a `down` that was killed half-way: what it left is no environment. */
export async function finishDown(): Promise<void> {
  if (existsSync(GOING_DOWN)) {
    await downAlone();
  }
}

/** Rehearsals that are at work are waited for, and none begins meanwhile. */
function downAlone(): Promise<void> {
  return REHEARSED_STACKS.reduce((inner, stack) => () => rehearsingAlone(stack, inner), takeDown)();
}

async function takeDown(): Promise<void> {
  console.log("Stopping what runs in this clone …");
  const tools = await toolsFor(console.error);
  const platform = readPlatform();
  if (platform?.nodes === "own") {
    const { removeDemo } = await import("../env/remove.js");
    for (const name of demosHere()) {
      await removeDemo(name);
    }
    await destroyIn(platform, tools);
  }
  writeFileSync(GOING_DOWN, "");
  endLeftovers(ENGINE);
  endLeftovers(DEMOS);
  if (platform !== undefined && platform.nodes !== "own") {
    const { cluster } = await embedded(platform.nodes, tools, console.error);
    await cluster.remove();
  }
  const { removeRehearsals } = await import("../../sandbox/rehearsal/rehearsal.js");
  const rehearsals = existsSync(REHEARSALS) ? readdirSync(REHEARSALS) : [];
  for (const stack of rehearsals) {
    await removeRehearsals(rehearsalsOf(stack), tools);
  }
  // Of commands that were interrupted: the registry of `images`.
  await stopDaemons(SANDBOX);
  rmSync(SANDBOX, { recursive: true, force: true });
  console.log("Stopped and removed. `npm run up` starts afresh.");
}

/** They would go with what they are copies of, and their owners would not know. */
function refuseDemos(): void {
  const left = demosHere();
  if (left.length > 0) {
    throw new UserError(
      `${left.join(", ")} would go with the environment, and nothing was stopped. Remove them first:\n` +
        `  npx thoughts env destroy ${left.join(" ")}\nor stop all of it; their files stay:\n  npm run down -- --demos`,
    );
  }
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
