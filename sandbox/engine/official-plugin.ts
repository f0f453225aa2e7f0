import { accessSync, closeSync, constants, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** The official plugin of a provider: on PATH, or as the user's Pulumi downloaded it. @returns undefined without one */
export function officialPlugin(provider: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...downloaded(provider)];
  const paths = folders.filter((folder) => folder !== "").map((folder) => join(folder, `pulumi-resource-${provider}`));
  return paths.find((path) => runnable(path) && !isScript(path));
}

/** The folder of a version that the user's Pulumi downloaded. @returns undefined without it */
export function downloadedPlugin(provider: string, version: string): string | undefined {
  const folder = join(pluginsFolder(), `resource-${provider}-v${version}`);
  return runnable(join(folder, `pulumi-resource-${provider}`)) ? folder : undefined;
}

function pluginsFolder(): string {
  return join(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
}

/** Newest first. */
function downloaded(provider: string): string[] {
  const folder = pluginsFolder();
  if (!existsSync(folder)) {
    return [];
  }
  const version = new RegExp(`^resource-${provider}-v[\\d.]+$`);
  const versions = readdirSync(folder).filter((entry) => version.test(entry));
  return versions.sort((a, b) => b.localeCompare(a, "en", { numeric: true })).map((entry) => join(folder, entry));
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A shell script of this name starts a stand-in; the official plugin is a binary. */
function isScript(path: string): boolean {
  const start = Buffer.alloc(2);
  const file = openSync(path, "r");
  readSync(file, start, 0, start.length, 0);
  closeSync(file);
  return start.toString("latin1") === "#!";
}
