import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, type ProcessIdentity, self } from "./identity";

export interface LockOptions {
  /** Called once, when another process holds the lock. */
  readonly onWait?: (holder: ProcessIdentity) => void;
  /** Milliseconds to wait for another holder. @default - half an hour */
  readonly timeout?: number;
}

const RETRY_MS = 200;

/**
 * Does the work while no other process holds the lock file. A lock whose holder is dead is taken over.
 * @throws {Error} if another process holds it for longer than the timeout
 */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { onWait, timeout = 30 * 60_000 } = options;
  const deadline = Date.now() + timeout;
  let told = false;
  for (let holder = take(file); holder !== undefined; holder = take(file)) {
    if (!told) {
      onWait?.(holder);
      told = true;
    }
    if (Date.now() > deadline) {
      throw new Error(`process ${holder.pid} has held ${file} for more than ${timeout / 1000} s.`);
    }
    await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @returns the other holder, or undefined once the lock is ours */
function take(file: string): ProcessIdentity | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(self()));
  try {
    // A link appears with its content, so nobody ever reads half a lock.
    linkSync(own, file);
    return undefined;
  } catch {
    const holder = read(file);
    if (holder !== undefined && isAlive(holder)) {
      return holder;
    }
    rmSync(file, { force: true });
    return take(file);
  } finally {
    rmSync(own, { force: true });
  }
}

function read(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
