import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Runs a command of a service as its image would. @returns what it said */
export function runCommand(service: string, command: string, environment: Readonly<Record<string, string>>): string {
  const main = join(__dirname, "..", service, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-r", "tsx/cjs", main, command], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  if (status !== 0) {
    throw new Error(`${service} ${command} ended with ${String(status)}: ${stderr}`);
  }
  return stdout;
}
