import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Tools } from "../engine/toolchain/tool";
import type { Rehearsal, RehearsalArgs } from "../sandbox/rehearsal/rehearsal";
import { rehearsingAlone } from "./alone";
import { REHEARSALS, rehearsalsOf, removeEmptyFolders } from "./folders";
import { interruptible, sayInterrupted } from "./interruption";
import { toolsFor } from "./tools";

/** Does work with rehearsals of a stack, while nobody else does. Interrupted, it removes them. */
export async function rehearsing(stack: string, work: () => Promise<void>): Promise<void> {
  try {
    await rehearsingAlone(stack, () => {
      rmSync(rehearsalLog(stack), { force: true });
      return interruptible(() => removeInterrupted(stack), work);
    });
  } finally {
    removeEmptyFolders();
  }
}

/** The file that gets all that the engine says in a rehearsal of a stack. */
export function rehearsalLog(stack: string): string {
  return join(REHEARSALS, `${stack}.log`);
}

/** A rehearsal that is not started yet. What earlier ones left is gone. */
export async function newRehearsal(
  { stack, account }: Pick<RehearsalArgs, "stack" | "account">,
  say: (line: string) => void,
): Promise<{ readonly tools: Tools; readonly rehearsal: Rehearsal }> {
  // Loaded once the step is on the screen: with the engine's Automation API, it is most of the command.
  const { Rehearsal, removeRehearsals } = await import("../sandbox/rehearsal/rehearsal.js");
  const tools = await toolsFor(say);
  const folder = rehearsalsOf(stack);
  await removeRehearsals(folder, tools);
  return { tools, rehearsal: new Rehearsal({ stack, folder, tools, account }) };
}

async function removeInterrupted(stack: string): Promise<void> {
  const folder = rehearsalsOf(stack);
  // Before there is one, its tools may still be in the making.
  if (!existsSync(folder)) {
    sayInterrupted(" before there was a rehearsal.");
    return;
  }
  sayInterrupted(". Removing the rehearsal …");
  const { removeRehearsals } = await import("../sandbox/rehearsal/rehearsal.js");
  await removeRehearsals(folder, await toolsFor(() => undefined));
  rmSync(rehearsalLog(stack), { force: true });
  // After the lock, which goes with the process.
  process.once("exit", removeEmptyFolders);
}
