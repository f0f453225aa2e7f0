import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What an engine hands down to all that it starts. */
const VARIABLE = "PULUMI_HOME";

/**
 * Ends what engines whose home is in a folder have started and left: when an engine is killed, its language host and some
 * plugins go on for ever. Only for a folder in which no engine is at work.
 */
export function endLeftovers(folder: string): void {
  for (const pid of processesIn(folder).filter((found) => found !== process.pid)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
}

/** Processes of this user whose engine's home is in a folder. */
export function processesIn(folder: string): readonly number[] {
  const mark = `${VARIABLE}=${folder}/`;
  return existsSync("/proc/self/environ") ? ofProc(mark) : ofPs(mark);
}

function ofProc(mark: string): readonly number[] {
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => environment(pid).some((variable) => variable.startsWith(mark)));
}

function environment(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    // Another user's, or gone.
    return [];
  }
}

/** macOS: `e` shows the environment behind the command. */
function ofPs(mark: string): readonly number[] {
  const lines = execFileSync("ps", ["-axeww", "-o", "pid=,command="], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return lines
    .split("\n")
    .filter((line) => line.includes(` ${mark}`))
    .map((line) => parseInt(line));
}
