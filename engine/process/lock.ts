import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tryLock } from "fs-native-extensions";

export interface LockOptions {
  /** Called once, with the pid of the holder, when another one holds the lock. */
  readonly onWait?: (holder: number) => void;
  /** Milliseconds to wait for another holder. @default - half an hour */
  readonly timeout?: number;
  /** Whether others may hold it at the same time that ask for it like this too. @default false */
  readonly shared?: boolean;
}

const RETRY_MS = 50;

/**
 * Does the work while nobody else holds the lock file, or only those who share it. The operating system keeps the lock and frees it when its holder
 * ends, however it ends: there are no stale locks.
 *
 * The file is removed with the lock, so that what is locked leaves nothing behind.
 * @throws {Error} if another process holds it for longer than the timeout
 */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { onWait, timeout = 30 * 60_000, shared = false } = options;
  const deadline = Date.now() + timeout;
  let told = false;
  let descriptor = take(file, shared);
  while (descriptor === undefined) {
    const holder = holderOf(file);
    if (!told && holder > 0) {
      onWait?.(holder);
      told = true;
    }
    if (Date.now() > deadline) {
      throw new Error(`process ${holder} has held ${file} for more than ${timeout / 1000} s.`);
    }
    await sleep(RETRY_MS);
    descriptor = take(file, shared);
  }
  const held = descriptor;
  const release = () => (shared ? leave(file, held) : free(file, held));
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function free(file: string, descriptor: number): void {
  rmSync(file, { force: true });
  closeSync(descriptor);
}

/** The last one of those who share it takes the file away. */
function leave(file: string, descriptor: number): void {
  closeSync(descriptor);
  const last = take(file, false);
  if (last !== undefined) {
    free(file, last);
  }
}

/** @returns the open file whose lock is ours, or undefined if another one has it */
function take(file: string, shared: boolean): number | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, "a+", 0o600);
  // Between our opening and locking it the holder may have removed the file: such a lock keeps nobody out.
  if (tryLock(descriptor, { shared }) && isStill(file, descriptor)) {
    ftruncateSync(descriptor);
    writeSync(descriptor, String(process.pid));
    return descriptor;
  }
  closeSync(descriptor);
  return undefined;
}

function isStill(file: string, descriptor: number): boolean {
  return statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino;
}

/** @returns 0 if it has just let go, or not written its pid yet */
function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}
