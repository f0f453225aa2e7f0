import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What an engine hands down to all that it starts. */
const VARIABLE = "PULUMI_HOME";

/**
 * Ends what engines whose home is in a folder have started and left: when an engine is killed, its language host and some
 * plugins go on for ever. Only for a folder in which no engine is at work.
 */
export function endLeftovers(folder: string): void {
  // The shell that this command runs in may have the variable too.
  const own = ancestry();
  for (const pid of processesIn(folder).filter((found) => !own.has(found))) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
}

/** This process, its parent, the parent's parent and so on. */
function ancestry(): ReadonlySet<number> {
  const processes = execFileSync("ps", ["-Ao", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const parents = new Map(processes.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
  const own = new Set<number>();
  for (let pid: number | undefined = process.pid; pid !== undefined && !own.has(pid); pid = parents.get(pid)) {
    own.add(pid);
  }
  return own;
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
