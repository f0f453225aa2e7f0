import { existsSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** This clone. */
export const ROOT = dirname(__dirname);

/** The file of a stack, whether it is there or not. */
export function stackFile(stack: string): string {
  return join(ROOT, `Pulumi.${stack}.yaml`);
}

/** All that `up` makes for this clone, apart from the tools, which clones share. */
export const SANDBOX = join(ROOT, ".sandbox");

export const CLUSTER = join(SANDBOX, "cluster");
/** What the real nodes of the cluster keep. */
export const NODES = join(SANDBOX, "nodes");

export const ENGINE = join(SANDBOX, "pulumi");

/** What the engines need that work on demos, a folder a demo: they work at the same time. Their states are with all others. */
export const DEMOS = join(SANDBOX, "demos");

/** Where engines that work on a stack have their home. */
export function engineOf(stack: string): string {
  return stack === "local" ? ENGINE : join(DEMOS, stack);
}

/** Rehearsals, a folder a stack. */
export const REHEARSALS = join(SANDBOX, "rehearsals");

export function rehearsalsOf(stack: string): string {
  return join(REHEARSALS, stack);
}

/** The registry of the images that were packed here. */
export const IMAGES = join(SANDBOX, "images");

/** States of accounts' own stacks that are not yet where they are to stay, a folder an environment. */
export const BOOTSTRAPS = join(ROOT, ".bootstrap");

/** Held by the command that works on this clone's environment. */
export const LOCK = join(ROOT, ".sandbox.lock");

/** Held by the command that works on a demo. */
export function lockOf(demo: string): string {
  return join(ROOT, `.sandbox.${demo}.lock`);
}

/** What the engine said in the runs of the latest command on `local`. */
export const LOG = join(SANDBOX, "pulumi.log");

/** The same for any stack. */
export function logOf(stack: string): string {
  return stack === "local" ? LOG : join(engineOf(stack), "pulumi.log");
}

/** A clone in which nothing is up has no folder of ours. */
export function removeEmptyFolders(): void {
  const rehearsed = existsSync(REHEARSALS) ? readdirSync(REHEARSALS).map((entry) => join(REHEARSALS, entry)) : [];
  for (const folder of [...rehearsed, REHEARSALS, SANDBOX, BOOTSTRAPS]) {
    if (existsSync(folder) && statSync(folder).isDirectory() && readdirSync(folder).length === 0) {
      rmdirSync(folder);
    }
  }
}

export function isUp(): boolean {
  return existsSync(SANDBOX);
}
