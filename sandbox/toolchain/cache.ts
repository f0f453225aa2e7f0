import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir, platform } from "node:os";
import { join } from "node:path";
import type { Tool, ToolSpec } from "./tool";

/**
 * The folder that all clones of this user share.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.THOUGHTS_CACHE_DIR) {
    return env.THOUGHTS_CACHE_DIR;
  }
  if (env.XDG_CACHE_HOME) {
    return join(env.XDG_CACHE_HOME, "thoughts");
  }
  return platform() === "darwin"
    ? join(homedir(), "Library", "Caches", "thoughts")
    : join(homedir(), ".cache", "thoughts");
}

/** A tool's place in the cache: another version, or another way of building it, is another place. */
export function toolFolder(cache: string, spec: ToolSpec): string {
  const recipe = createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 8);
  return join(cache, "tools", `${spec.name}-${spec.version}-${recipe}`);
}

const MANIFEST = "tool.json";

/** @returns undefined if the tool is not there as a whole */
export function cachedTool(cache: string, spec: ToolSpec): Tool | undefined {
  const folder = toolFolder(cache, spec);
  const manifest = join(folder, MANIFEST);
  if (!existsSync(manifest) || !spec.programs.every((program) => existsSync(join(folder, "bin", program)))) {
    return undefined;
  }
  const { origin } = JSON.parse(readFileSync(manifest, "utf8")) as Pick<Tool, "origin">;
  return { name: spec.name, version: spec.version, origin, folder: join(folder, "bin") };
}

export function manifestOf(folder: string): string {
  return join(folder, MANIFEST);
}

/** Bytes in the cache. */
export function cacheSize(folder: string): number {
  if (!existsSync(folder)) {
    return 0;
  }
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, entry) => bytes + statSync(join(entry.parentPath, entry.name)).size, 0);
}

export function cleanCache(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
