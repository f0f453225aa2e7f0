import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** How long a plugin may take to start and to answer. */
const ANSWER_MS = 10_000;

/**
 * Where the user's engine keeps the version of a provider's plugin once it has fetched it.
 * @see https://www.pulumi.com/docs/iac/cli/environment-variables/ for PULUMI_HOME
 */
export function pluginFolder(provider: string, version: string, env: NodeJS.ProcessEnv = process.env): string {
  const home = env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  return join(home, "plugins", `resource-${provider}-v${version}`);
}

/** Whether the engine has fetched all of a plugin: it marks the folder of one that is on its way. */
export function isComplete(folder: string): boolean {
  return existsSync(folder) && !existsSync(`${folder}.partial`);
}

/**
 * Asks a provider's plugin for its version as the engine does: it has no option that prints it.
 * @returns undefined if it does not say
 */
export async function pluginVersion(program: string): Promise<string | undefined> {
  const child = spawn(program, [], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => {
    child.once("error", resolve).once("exit", resolve);
  });
  const abort = setTimeout(() => child.kill("SIGKILL"), ANSWER_MS);
  try {
    const port = await new Promise<string | undefined>((resolve) => {
      createInterface(child.stdout).once("line", resolve);
      void ended.then(() => resolve(undefined));
    });
    if (port === undefined) {
      return undefined;
    }
    // It takes long to load, and hardly anybody has a plugin on PATH.
    const { pluginInfo } = await import("./plugin-info.js");
    return (await pluginInfo(port, ANSWER_MS))?.getVersion().replace(/^v/, "");
  } finally {
    clearTimeout(abort);
    child.kill("SIGKILL");
    await ended;
  }
}
