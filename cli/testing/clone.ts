import { type ChildProcess, type ChildProcessByStdio, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { ensureTools } from "../../engine/toolchain/ensure";
import { overdueText, type Process } from "./overdue";
import { timeLeft } from "./time-left";

export const ROOT = join(__dirname, "..", "..");

/** What a run printed, and how it ended. */
export interface CommandRun {
  readonly code: number;
  readonly text: string;
}

interface State {
  readonly resources?: readonly {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: unknown;
  }[];
  readonly pending_operations?: readonly unknown[];
}

/** A copy of this working tree, for a test to bring up and to change. */
export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), "thoughts-clone-"));
  /** Variables for commands, on top of this process's own. */
  readonly environment: Record<string, string> = {
    // CI gets colours, and what is read here is the words.
    NO_COLOR: "1",
  };

  constructor() {
    const own = new Set(["node_modules", ".sandbox", ".bootstrap", ".git"]);
    for (const entry of readdirSync(ROOT).filter((name) => !own.has(name) && !name.startsWith("Pulumi.demo-"))) {
      cpSync(join(ROOT, entry), this.path(entry), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), this.path("node_modules"));
    // The first start makes the command's bundle, and says so.
    execFileSync(process.execPath, ["cli/thoughts.mjs", "--help"], { cwd: this.folder, stdio: "pipe" });
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  read(...parts: readonly string[]): string {
    return readFileSync(this.path(...parts), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(this.path(path), text);
  }

  /** Changes a file. @throws {Error} if it does not hold what is to be replaced */
  edit(path: string, from: string, to: string): void {
    const before = this.read(path);
    if (!before.includes(from)) {
      throw new Error(`${path} does not hold "${from}".`);
    }
    writeFileSync(this.path(path), before.replace(from, to));
  }

  /** Makes it a repository, if it is none yet, and everything in it a commit. */
  commit(message: string): void {
    const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: this.folder, stdio: "pipe" });
    if (!existsSync(this.path(".git"))) {
      git("init", "--quiet");
      // The symbolic link is not the folder that .gitignore speaks of.
      writeFileSync(this.path(".git", "info", "exclude"), "node_modules\n");
    }
    git("add", "--all");
    git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", message);
  }

  /** Undoes all changes since a commit. */
  reset(commit = "HEAD"): void {
    execFileSync("git", ["reset", "--quiet", "--hard", commit], { cwd: this.folder });
  }

  /** @throws {Error} if it has not ended shortly before the test would be over: with what it printed and what still runs */
  async thoughts(...args: readonly string[]): Promise<CommandRun> {
    const [child, text] = this.start(...args);
    const closed = once(child, "close") as Promise<[number]>;
    const [code] = await Promise.race([closed, setTimeout(timeLeft(), [undefined], { ref: false })]);
    if (code === undefined) {
      const command = `thoughts ${args.join(" ")}`;
      const logs = this.path(".sandbox");
      const overdue = await overdueText({ command, text: text(), processes: await this.processes(), logs });
      // Later commands would wait for its lock. Without its plugin, it may have ended by itself.
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        process.kill(-child.pid, "SIGKILL");
      }
      throw new Error(overdue);
    }
    return { code, text: text() };
  }

  /** Starts a command in a process group of its own. @returns it, and what says what it has printed */
  start(...args: readonly string[]): readonly [ChildProcess, () => string] {
    const child = spawn(process.execPath, ["cli/thoughts.mjs", ...args], {
      cwd: this.folder,
      detached: true,
      env: { ...process.env, ...this.environment },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    }
    return [child, () => text];
  }

  /** The processes of this clone but for its cluster's: commands, engines, programs, plugins. */
  async helpers(): Promise<readonly Process[]> {
    return (await this.processes()).filter(({ command }) => !command.includes("/cluster/"));
  }

  /** The processes that name this clone or work in it. */
  async processes(): Promise<readonly Process[]> {
    const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,args="], { maxBuffer: 16 * 1024 * 1024 });
    const processes = stdout.split("\n").map((line) => ({ pid: parseInt(line), command: line.trim() }));
    return processes.filter(
      ({ pid, command }) => command.includes(this.folder) || workingFolder(pid).startsWith(this.folder),
    );
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    const [program, own] = await this.#kubectl();
    return (await promisify(execFile)(program, [...own, ...args])).stdout;
  }

  /** Starts a kubectl that goes on until it is killed. */
  async startKubectl(...args: readonly string[]): Promise<ChildProcessByStdio<null, Readable, null>> {
    const [program, own] = await this.#kubectl();
    return spawn(program, [...own, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  }

  /** A program, and its first arguments. */
  async #kubectl(): Promise<readonly [string, readonly string[]]> {
    const { kubernetes } = await ensureTools({ report: () => undefined });
    const kubeconfig = this.path(".sandbox", "cluster", "kubeconfig");
    return [join(kubernetes.folder, "kubectl"), ["--kubeconfig", kubeconfig, "-n", "example"]];
  }

  /** Names of objects as kubectl writes them: `deployment.apps/frontend`. */
  async objects(kinds: string): Promise<readonly string[]> {
    const found = await this.kubectl("get", kinds, "-o", "name");
    return found.split("\n").filter((line) => line !== "");
  }

  /** The engine's state of the stack `local`. */
  state(): State {
    const file = this.read(".sandbox", "pulumi", "state", ".pulumi", "stacks", "thoughts", "local.json");
    return (JSON.parse(file) as { checkpoint: { latest?: State | null } }).checkpoint.latest ?? {};
  }

  /** Brings down what is up, and removes the folder. @throws {Error} if that fails: what still runs is in the folder */
  async remove(): Promise<void> {
    const { code, text } = await this.thoughts("down", "--demos");
    if (code !== 0) {
      throw new Error(`down failed in ${this.folder}: ${text}`);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Empty where the system does not tell it, or the process is gone. */
function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
