import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTime } from "../process/identity";
import { UserError } from "../user-error";
import { endLeftovers } from "./leftovers";
import { runEngine, type RunOptions } from "./run";
import { pendingOperations, restoreState } from "./state";
import { Unsettled } from "./unsettled";
import type { Workspace } from "./workspace";

/** What the engine writes into a lock of the file backend. */
interface Lock {
  readonly pid: number;
  readonly hostname: string;
  readonly timestamp: string;
}

/** How long the engine of a command that was killed may go on: it ends when it finds that nobody listens. */
const ENGINE_ENDS_MS = 120_000;

/**
 * Clears what a run that died left: its helpers, its lock, and changes that the state does not know.
 * @param refresh whether to bring the state up to what is there in any case. @default false
 * @returns how many operations were under way, of which nobody knows how they ended
 * @throws {UserError} if another run goes on working on the stack
 * @throws {RunFailed} if what is there can't be looked up
 */
export async function recover(workspace: Workspace, options: RunOptions, refresh = false): Promise<number> {
  const { stack, folder, runFolder, backend } = workspace;
  const { say } = options;
  const lock = await deadLock(workspace, say);
  endLeftovers(runFolder);
  // The engine of a dead command may have been at work until now.
  restoreState(backend, stack.name);
  if (lock) {
    await stack.cancel();
  }
  const pending = pendingOperations(backend, stack.name);
  const unsettled = new Unsettled(folder, stack.name);
  const interrupted = pending > 0 || unsettled.isSet;
  if (interrupted || refresh) {
    say(interrupted ? "an earlier run did not come to its end: looking up what it left" : "looking up what is there");
    await runEngine(workspace, "refresh", options);
    unsettled.clear();
  }
  return pending;
}

/** @returns whether there is a lock, whose holder is dead */
async function deadLock(workspace: Workspace, say: (line: string) => void): Promise<boolean> {
  const deadline = Date.now() + ENGINE_ENDS_MS;
  for (;;) {
    const lock = locksOf(workspace).at(0);
    if (lock === undefined || (lock.hostname === hostname() && !mayHold(lock, startTime(lock.pid)))) {
      return lock !== undefined;
    }
    if (Date.now() > deadline || lock.hostname !== hostname()) {
      throw new UserError(
        `process ${lock.pid} on ${lock.hostname} has been working on this stack since ${lock.timestamp}; ` +
          `wait until it has ended, then try again.`,
      );
    }
    say(`process ${lock.pid} works on this stack; waiting until it has ended`);
    await sleep(500);
  }
}

/** Start times are known to about a second, and clocks are put right. */
const CLOCK_MS = 60_000;

/**
 * Whether a process can be the one that wrote a lock: after a restart of the machine its pid may be somebody else's.
 * @param started when it started. @default - undefined: there is none
 */
export function mayHold({ timestamp }: Pick<Lock, "timestamp">, started: number | undefined): boolean {
  return started !== undefined && !(started > Date.parse(timestamp) + CLOCK_MS);
}

function locksOf({ stack, backend }: Workspace): readonly Lock[] {
  const folder = join(backend, ".pulumi", "locks", "organization", "thoughts", stack.name);
  return existsSync(folder) ? readdirSync(folder).map((file) => lockIn(join(folder, file))) : [];
}

/** A lock that is cut off is of a run that died while it wrote it. */
function lockIn(file: string): Lock {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Lock;
  } catch {
    return { pid: 0, hostname: hostname(), timestamp: "" };
  }
}
