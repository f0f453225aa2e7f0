import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { arch, homedir, platform } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { contentOf } from "./go-module";
import type { Origin, Tool, ToolSpec } from "./tool";

const TOOLS = "tools";
const LOCKS = "locks";

/**
 * The folder that all clones of this user share; an absolute path.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.THOUGHTS_CACHE_DIR) {
    return resolve(env.THOUGHTS_CACHE_DIR);
  }
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) {
    return join(env.XDG_CACHE_HOME, "thoughts");
  }
  return platform() === "darwin"
    ? join(homedir(), "Library", "Caches", "thoughts")
    : join(homedir(), ".cache", "thoughts");
}

/** Where tools are, and what is made with them for other clones to find. */
export function toolsFolder(): string {
  return join(cacheFolder(), TOOLS);
}

/**
 * A tool's folder in the cache: another version, another way of making it, another module that is compiled into it, or
 * another machine, has another folder.
 */
export function toolFolder(cache: string, spec: ToolSpec): string {
  const { name, version, downloads, builds } = spec;
  const made = { system: `${platform()}-${arch()}`, downloads, builds: builds.map(contentOf) };
  const hash = createHash("sha256").update(JSON.stringify(made)).digest("hex").slice(0, 8);
  return join(cache, TOOLS, `${name}-${version}-${hash}`);
}

const MANIFEST = "tool.json";

/** @returns undefined if the tool is not there as a whole */
export function cachedTool(cache: string, spec: ToolSpec): Tool | undefined {
  const folder = toolFolder(cache, spec);
  const manifest = join(folder, MANIFEST);
  if (!existsSync(manifest) || !spec.programs.every((program) => existsSync(join(folder, "bin", program)))) {
    return undefined;
  }
  return { name: spec.name, version: spec.version, origin: originIn(manifest), folder: join(folder, "bin") };
}

function originIn(manifest: string): Origin {
  return (JSON.parse(readFileSync(manifest, "utf8")) as { origin: Origin }).origin;
}

export function manifestOf(folder: string): string {
  return join(folder, MANIFEST);
}

/** Whether any tool in the cache was built here. */
export function hasBuiltTools(folder: string): boolean {
  const tools = join(folder, TOOLS);
  const manifests = existsSync(tools) ? readdirSync(tools).map((name) => manifestOf(join(tools, name))) : [];
  return manifests.some((file) => existsSync(file) && originIn(file) === "build");
}

/** Bytes of the tools in the cache. */
export function cacheSize(folder: string): number {
  const tools = join(folder, TOOLS);
  if (!existsSync(tools)) {
    return 0;
  }
  return readdirSync(tools, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, entry) => bytes + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Removes what is ours, and the folder if nothing else is in it: THOUGHTS_CACHE_DIR may name one that holds more. */
export function cleanCache(folder: string): void {
  for (const own of [TOOLS, LOCKS]) {
    rmSync(join(folder, own), { recursive: true, force: true });
  }
  if (existsSync(folder) && readdirSync(folder).length === 0) {
    rmdirSync(folder);
  }
}

/** Held by the process that makes the tool. */
export function lockOf(cache: string, spec: ToolSpec): string {
  return join(cache, LOCKS, spec.name);
}
