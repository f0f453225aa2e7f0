import { UserError } from "../../../engine/user-error";
import { aloneOn } from "../../alone";
import type { AccountSource } from "../../env/account-source";
import { type Demo, demos } from "../../env/demos";
import { remainingText } from "../../env/lease-text";
import { removeDemo } from "../../env/remove";

export interface PruneOptions {
  readonly dryRun?: boolean;
  /** The environment on AWS whose demos these are. @default - those of this clone */
  readonly of?: AccountSource;
}

/** `env prune`: removes the demos whose time is over. One that can't be removed does not keep the others. */
export async function prune({ dryRun = false, of: source }: PruneOptions): Promise<void> {
  if (source === undefined) {
    await pruneHere(dryRun);
    return;
  }
  const { pruneInAccount } = await import("../../env/account-run.js");
  await pruneInAccount(source, dryRun);
}

async function pruneHere(dryRun: boolean): Promise<void> {
  const now = new Date();
  const ended = demos().filter((demo) => hasEnded(demo, now));
  if (ended.length === 0) {
    console.log("No demo has ended.");
  }
  for (const demo of ended) {
    const { name, expires = now } = demo;
    console.log(`${name} ${remainingText(expires, now)}${dryRun ? "; it would be removed" : ""}.`);
    if (!dryRun) {
      await removeEnded(name);
    }
  }
  sayUnknown(demos());
}

async function removeEnded(name: string): Promise<void> {
  try {
    await aloneOn(name, async () => {
      // Somebody may have extended or removed it while this one waited.
      const demo = demos().find((one) => one.name === name);
      if (demo !== undefined && hasEnded(demo, new Date())) {
        await removeDemo(name);
      }
    });
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    console.error(`${name} is not removed: ${error.message}`);
    process.exitCode = 1;
  }
}

function hasEnded({ expires }: Demo, now: Date): boolean {
  return expires !== undefined && expires.getTime() <= now.getTime();
}

/** What does not say when it ends is no demo to remove unasked, and none to forget either. */
function sayUnknown(all: readonly Demo[]): void {
  for (const { name } of all.filter(({ expires }) => expires === undefined)) {
    console.log(`${name} does not say when it ends; look at it, or remove it: npx thoughts env destroy ${name}`);
  }
}
