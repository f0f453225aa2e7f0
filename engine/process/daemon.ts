import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface DaemonArgs {
  readonly name: string;
  /** Holds its pid file and its log. One of the arguments names a path below it: that is how the process is known again. */
  readonly folder: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What the command line starts with; it has to become the program. @default - nothing */
  readonly prefix?: readonly string[];
  /** How it is told to end. @default SIGTERM */
  readonly stopSignal?: NodeJS.Signals;
}

/** How long a process may take to end by itself. */
const GRACE_MS = 5_000;

/**
 * A process that goes on when the one that started it ends.
 *
 * It writes its own pid before it becomes the program, so there is no moment in which it runs and nobody could find it.
 * A pid is taken for ours only if the process's command line names our folder: by now it may be somebody else's.
 */
export class Daemon {
  readonly name: string;
  readonly log: string;
  readonly #pidFile: string;
  /** What this object started. */
  #child?: ChildProcess;

  constructor(private readonly daemon: DaemonArgs) {
    this.name = daemon.name;
    this.log = join(daemon.folder, `${daemon.name}.log`);
    this.#pidFile = join(daemon.folder, `${daemon.name}.pid`);
  }

  /** @returns undefined unless it runs */
  pid(): number | undefined {
    // In its first moments it has not written its pid yet; a second one must not be started then.
    if (this.#child?.exitCode === null && this.#child.signalCode === null) {
      return this.#child.pid;
    }
    if (!existsSync(this.#pidFile)) {
      return undefined;
    }
    const pid = Number(readFileSync(this.#pidFile, "utf8"));
    return pid > 0 && commandLine(pid).includes(this.daemon.folder) ? pid : undefined;
  }

  /** Does nothing if it runs already. */
  start(): void {
    if (this.pid() !== undefined) {
      return;
    }
    mkdirSync(this.daemon.folder, { recursive: true, mode: 0o700 });
    const log = openSync(this.log, "a");
    this.#child = spawn(
      "/bin/sh",
      [
        "-c",
        'echo $$ >"$0" && exec "$@"',
        this.#pidFile,
        ...(this.daemon.prefix ?? []),
        this.daemon.program,
        ...this.daemon.args,
      ],
      { detached: true, stdio: ["ignore", log, log] },
    );
    closeSync(log);
    this.#child.unref();
  }

  /** Ends it, by force if it takes too long. */
  async stop(): Promise<void> {
    const pid = this.pid();
    if (pid !== undefined) {
      signal(pid, this.daemon.stopSignal ?? "SIGTERM");
      if (!(await this.#ends())) {
        signal(pid, "SIGKILL");
        // It takes a moment, and what it held is free only then.
        await this.#ends();
      }
    }
    rmSync(this.#pidFile, { force: true });
  }

  /** @returns whether it has ended in time */
  async #ends(): Promise<boolean> {
    const deadline = Date.now() + GRACE_MS;
    while (this.pid() !== undefined && Date.now() < deadline) {
      await sleep(50);
    }
    return this.pid() === undefined;
  }

  /** The end of its log, for a message. */
  lastWords(lines = 5): string {
    return existsSync(this.log) ? readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-lines).join("\n") : "";
  }
}

/** Ends the daemons whose pid files are below a folder, whoever started them. */
export async function stopDaemons(folder: string): Promise<void> {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const daemons = files
    .filter((file) => file.endsWith(".pid"))
    .map((file) => join(folder, file))
    .map((file) => new Daemon({ name: basename(file, ".pid"), folder: dirname(file), program: "", args: [] }));
  await Promise.all(daemons.map((daemon) => daemon.stop()));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile, which is what was wanted.
  }
}

function commandLine(pid: number): string {
  try {
    return existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
      : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
