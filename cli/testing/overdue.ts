import { cpSync, existsSync, mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** As much of a command line says which program it is. */
const MOST_OF_A_COMMAND = 200;

/**
 * Says at SIGQUIT what each of its goroutines waits for (https://pkg.go.dev/os/signal), which the engine writes to its log.
 * Most of all waiting is done by it.
 */
const PLUGIN = "pulumi-resource-kubernetes";

/** Until what it says is written, in milliseconds. */
const TO_SAY_IT_MS = 3_000;

export interface Process {
  readonly pid: number;
  readonly command: string;
}

export interface OverdueArgs {
  /** What was typed. */
  readonly command: string;
  /** All it printed. */
  readonly text: string;
  /** What it started, and itself. */
  readonly processes: readonly Process[];
  /** Where their logs are. */
  readonly logs: string;
}

/** What can be known of a command that does not end. Its plugin does not outlive the question. */
export async function overdueText({ command, text, processes, logs }: OverdueArgs): Promise<string> {
  for (const { pid } of processes.filter(isPlugin)) {
    process.kill(pid, "SIGQUIT");
  }
  await sleep(TO_SAY_IT_MS);
  const [last = ""] = text.trimEnd().split("\n").slice(-1);
  const running = processes.map((other) => other.command.slice(0, MOST_OF_A_COMMAND));
  const printed = [`${command} has not ended: ${last}`, `Logs are kept in ${keep(logs)}`, "It printed:", text];
  return [...printed, "Its processes:", ...running].join("\n");
}

/** As `ps` writes it: the pid comes first. */
function isPlugin({ command }: Process): boolean {
  const [, program = ""] = command.split(/\s+/);
  return basename(program) === PLUGIN;
}

function keep(logs: string): string {
  const kept = mkdtempSync(join(tmpdir(), "thoughts-overdue-"));
  if (existsSync(logs)) {
    const filter = (file: string) => file.endsWith(".log") || statSync(file).isDirectory();
    cpSync(logs, kept, { recursive: true, filter });
  }
  return kept;
}
