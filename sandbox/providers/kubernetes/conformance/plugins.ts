import { accessSync, closeSync, constants, existsSync, openSync, readdirSync, readSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

/** A provider plugin that the suite can start. */
export interface Plugin {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const EXECUTABLE = "pulumi-resource-kubernetes";

/** The stand-in of this folder, started from its source. */
export function standIn(): Plugin {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const main = join(__dirname, "..", "main.ts");
  return { name: "the stand-in", command: process.execPath, args: ["--import", loader, main] };
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function downloaded(): string[] {
  const folder = join(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).filter((entry) => /^resource-kubernetes-v[\d.]+$/.test(entry));
  return versions.sort((a, b) => b.localeCompare(a, "en", { numeric: true })).map((entry) => join(folder, entry));
}

/** A shell script of this name starts a stand-in; the official plugin is a binary. */
function isScript(path: string): boolean {
  const start = Buffer.alloc(2);
  const file = openSync(path, "r");
  readSync(file, start, 0, start.length, 0);
  closeSync(file);
  return start.toString("latin1") === "#!";
}

/** The official plugin, on PATH or as downloaded by the engine; `undefined` when this machine has none. */
export function officialPlugin(): Plugin | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...downloaded()];
  const paths = folders.filter((folder) => folder !== "").map((folder) => join(folder, EXECUTABLE));
  const command = paths.find((path) => runnable(path) && !isScript(path));
  return command === undefined ? undefined : { name: "the official plugin", command, args: [] };
}
