import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** One process for certain: a pid alone may by now belong to somebody else. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of this operating system. */
  readonly started: string;
}

/** @returns undefined if there is no such process */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = existsSync("/proc/self/stat") ? startedByProc(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.started === process.started;
}

/** Field 22 of /proc/PID/stat, in clock ticks since boot: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function startedByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold spaces, so count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state] = fields;
    return state === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Ticks in a second, on every Linux that user space sees: https://man7.org/linux/man-pages/man7/time.7.html */
const TICKS_PER_SECOND = 100;

/** When a process started, in milliseconds since 1970, to about a second. @returns undefined if there is no such process */
export function startTime(pid: number): number | undefined {
  const started = identify(pid)?.started;
  if (started === undefined) {
    return undefined;
  }
  if (!existsSync("/proc/self/stat")) {
    return Date.parse(started);
  }
  const [, boot = "0"] = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8")) ?? [];
  return (Number(boot) + Number(started) / TICKS_PER_SECOND) * 1_000;
}

function startedByPs(pid: number): string | undefined {
  try {
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return started === "" ? undefined : started;
  } catch {
    return undefined;
  }
}

/** This very process. */
export function self(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity === undefined) {
    throw new Error(`no start time found for the own process ${process.pid}`);
  }
  return identity;
}
