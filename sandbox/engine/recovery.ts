import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { identify } from "../process/identity";
import { UserError } from "../user-error";
import { stateFile, type Workspace } from "./workspace";

/** What the engine writes into a lock of the file backend. */
interface Lock {
  readonly pid: number;
  readonly hostname: string;
  readonly timestamp: string;
}

/** What a run that was killed left behind, mended before the next one. */
export interface Recovery {
  readonly lockCleared: boolean;
  /** Operations that were under way. */
  readonly pendingOperations: number;
}

/**
 * Clears the lock of a run that died, and looks at the cluster for what that run had begun.
 * @throws {UserError} if the run that holds the lock is alive
 */
export async function recover(workspace: Workspace): Promise<Recovery> {
  const { stack, configFile } = workspace;
  const lock = locksOf(workspace).at(0);
  if (lock !== undefined) {
    if (lock.hostname !== hostname() || identify(lock.pid) !== undefined) {
      throw new UserError(
        `process ${lock.pid} on ${lock.hostname} has been working on this stack since ${lock.timestamp}; ` +
          `wait until it has ended, then try again.`,
      );
    }
    await stack.cancel();
  }
  const pendingOperations = pendingOperationsOf(workspace);
  if (pendingOperations > 0) {
    await stack.refresh({ clearPendingCreates: true, configFile });
  }
  return { lockCleared: lock !== undefined, pendingOperations };
}

function locksOf({ stack, backend }: Workspace): readonly Lock[] {
  const folder = join(backend, ".pulumi", "locks", "organization", "thoughts", stack.name);
  return existsSync(folder)
    ? readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Lock)
    : [];
}

function pendingOperationsOf({ stack, backend }: Workspace): number {
  const file = stateFile(backend, stack.name);
  if (!existsSync(file)) {
    return 0;
  }
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest?: { pending_operations?: readonly unknown[] } | null };
  };
  return checkpoint.latest?.pending_operations?.length ?? 0;
}
