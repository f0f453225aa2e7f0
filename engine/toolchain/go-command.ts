import { spawn } from "node:child_process";
import { availableParallelism, totalmem } from "node:os";
import { createInterface } from "node:readline";
import { UserError } from "../user-error";
import { oldestGo } from "./go-module";

export interface GoCommand {
  /** The folder of the module. */
  readonly folder: string;
  readonly args: readonly string[];
  /** Told of each line that Go says beside its output. */
  readonly onLine?: (line: string) => void;
}

/** Modules are fetched as many at once as Go may use processors, and fetching is mostly waiting. */
const LEAST_PROCESSORS = 8;

/** The compiler spends a fifth of its time on garbage otherwise. The limit is for each of its processes. */
const COLLECT_SELDOM = { GOGC: "400", GOMEMLIMIT: String(Math.round(totalmem() / 2 / availableParallelism())) };

/** How much of what Go said is shown when it fails. */
const SHOWN_LINES = 5;

/**
 * Runs Go, of which no flags of the user's own are taken.
 * @returns its output
 * @throws {UserError} if there is no Go, or one that is too old, or it fails
 */
export async function go({ folder, args, onLine }: GoCommand): Promise<string> {
  const env = {
    ...process.env,
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
    // A Go that is too old must say so: by default it would fetch another one, of some 200 MB.
    GOTOOLCHAIN: "local",
    CGO_ENABLED: "0",
    ...COLLECT_SELDOM,
    ...(args[0] === "list" ? { GOMAXPROCS: String(Math.max(LEAST_PROCESSORS, availableParallelism())) } : {}),
  };
  const said: string[] = [];
  const child = spawn("go", args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  createInterface(child.stderr).on("line", (line) => {
    said.push(line);
    onLine?.(line);
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on("error", (error) => resolve(reasonNotStarted(error, folder)));
    child.on("close", (code) => resolve(code === 0 ? undefined : reasonFailed(args, said)));
  });
  if (failure !== undefined) {
    throw new UserError(failure);
  }
  return Buffer.concat(output).toString("utf8").trim();
}

function reasonNotStarted(error: NodeJS.ErrnoException, folder: string): string {
  if (error.code === "ENOENT") {
    return `go ${oldestGo(folder)} or newer is needed to build it: install it from https://go.dev/dl/ and try again.`;
  }
  return `go can't be started: ${error.message}.`;
}

function reasonFailed(args: readonly string[], said: readonly string[]): string {
  const text = said.join("\n");
  const [, needed, present] = /requires go >= ([\d.]+) \(running go ([\d.]+)/.exec(text) ?? [];
  if (needed !== undefined && present !== undefined) {
    return (
      `go ${needed} or newer is needed to build it, and this is go ${present}: ` +
      `install a newer one from https://go.dev/dl/ and try again.`
    );
  }
  const words = `go ${args[0] ?? ""} failed: ${shown(said)}`;
  if (text.includes("no space left on device")) {
    return `${words}\nThe disk is full: see \`go env GOCACHE GOMODCACHE GOTMPDIR\` for the folders that Go writes to.`;
  }
  if (/dial tcp|connection refused|i\/o timeout|no such host/.test(text)) {
    return `${words}\nModules can't be fetched: see \`go env GOPROXY\` for the server that was asked.`;
  }
  return words;
}

/** The last lines, without those that only say what was begun. */
function shown(said: readonly string[]): string {
  return said
    .filter((line) => line.trim() !== "" && !line.startsWith("go: downloading") && !/^[\w./~-]+$/.test(line))
    .slice(-SHOWN_LINES)
    .join("\n");
}
