import { writeSync } from "node:fs";
import { constants } from "node:os";

/** What is done when the command is interrupted: it says what becomes of what it began, or takes it away. */
type Cleanup = () => void | Promise<void>;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Of the work under way, the innermost last. */
const cleanups: Cleanup[] = [];

/** @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html for DECTCEM */
const SHOW_CURSOR = "\u001b[?25h";

/** When it was interrupted, in milliseconds. */
let interruptedAt: number | undefined;

/** The terminal interrupts npm and what npm runs, and npm hands its own on: Ctrl-C comes twice. */
const SAME_MS = 1_000;

/** Whether the command is about to end because somebody interrupted it: what fails now says nothing. */
export function isInterrupted(): boolean {
  return interruptedAt !== undefined;
}

/**
 * Does the work; if it is interrupted (Ctrl-C, SIGTERM, or nobody reads its output any more, as behind `| head`), cleans up and
 * ends the command. Interrupted once more, it ends at once.
 */
export async function interruptible<T>(cleanup: Cleanup, work: () => Promise<T>): Promise<T> {
  if (cleanups.length === 0) {
    SIGNALS.forEach((signal) => process.on(signal, interrupt));
    watchOutput();
  }
  cleanups.push(cleanup);
  try {
    return await work();
  } finally {
    cleanups.splice(cleanups.lastIndexOf(cleanup), 1);
    if (cleanups.length === 0) {
      SIGNALS.forEach((signal) => process.off(signal, interrupt));
    }
  }
}

/** Says something to whoever interrupted, past the moving picture of steps, which would keep it until they are done. */
export function sayInterrupted(text: string): void {
  try {
    writeSync(process.stderr.fd, `${process.stderr.isTTY ? SHOW_CURSOR : ""}\nInterrupted${text}\n`);
  } catch {
    // Nobody reads it.
  }
}

let isOutputWatched = false;

/** For good: what cleans up writes too. */
function watchOutput(): void {
  if (!isOutputWatched) {
    isOutputWatched = true;
    [process.stdout, process.stderr].forEach((stream) => stream.on("error", outputFailed));
  }
}

/** Each further text fails in the same way, and does not end what cleans up. */
function outputFailed(): void {
  if (interruptedAt === undefined) {
    interrupt("SIGPIPE");
  }
}

function interrupt(signal: NodeJS.Signals): void {
  const end = () => process.exit(128 + constants.signals[signal]);
  if (interruptedAt === undefined) {
    interruptedAt = Date.now();
    void cleanUp().finally(end);
  } else if (Date.now() - interruptedAt > SAME_MS) {
    end();
  }
}

async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.toReversed()) {
    await cleanup();
  }
}
