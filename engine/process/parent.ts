/** How often a process looks whether its parent is still there. */
const CHECK_MS = 1_000;

/** Ends this process when the one that started it is gone: nobody would stop what a killed engine started. */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      // Not process.exit: its handlers may wait for a parent that listens.
      process.kill(process.pid, "SIGKILL");
    }
  }, CHECK_MS).unref();
}
