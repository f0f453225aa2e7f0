import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../process/lock";
import { UserError } from "../user-error";
import { cachedTool, cacheFolder, lockOf, manifestOf, toolFolder } from "./cache";
import { catalog } from "./catalog";
import { download, Unavailable } from "./download";
import { goBuild } from "./go-build";
import { toolOnPath, userFolders } from "./path";
import { nodeCatalog } from "./node-catalog";
import type { ImageTools, NodeTools, Origin, Tool, ToolName, ToolReport, Tools, ToolSpec } from "./tool";

export interface EnsureOptions {
  /** @default - the user's cache folder */
  readonly cache?: string;
  /** Folders that hold the user's own programs. @default - PATH and `~/.pulumi/bin` */
  readonly folders?: readonly string[];
  readonly report: ToolReport;
}

/**
 * Every tool, found or made: the user's own if it will do, otherwise what was cached before, otherwise the official
 * download, otherwise a build from Go modules.
 * @throws {UserError} naming the tool and what to install
 */
export function ensureTools(options: EnsureOptions): Promise<Tools> {
  return ensureAll(catalog(), options);
}

/** Likewise, the engine alone. */
export function ensureEngine(options: EnsureOptions): Promise<Tool> {
  return ensureTool(catalog().pulumi, options);
}

/** Likewise, what real nodes and the images on them need. */
export function ensureNodeTools(options: EnsureOptions): Promise<NodeTools> {
  return ensureAll(nodeCatalog(), options);
}

/** Likewise, what images are made with. */
export function ensureImageTools(options: EnsureOptions): Promise<ImageTools> {
  const { crane, "kube-state-metrics": kubeStateMetrics, prometheus } = nodeCatalog();
  return ensureAll({ crane, "kube-state-metrics": kubeStateMetrics, prometheus }, options);
}

async function ensureAll<Name extends ToolName>(
  specs: Readonly<Record<Name, ToolSpec>>,
  options: EnsureOptions,
): Promise<Readonly<Record<Name, Tool>>> {
  const found: [string, Tool][] = [];
  // One after the other: a Go build uses all cores by itself.
  for (const [name, spec] of Object.entries<ToolSpec>(specs)) {
    found.push([name, await ensureTool(spec, options)]);
  }
  return Object.fromEntries(found) as Record<Name, Tool>;
}

export async function ensureTool(spec: ToolSpec, options: EnsureOptions): Promise<Tool> {
  const { cache = cacheFolder(), folders = userFolders(), report } = options;
  const start = Date.now();
  // Two clones that need the same tool build it once: the second waits, and finds it in the cache.
  const tool =
    toolOnPath(spec, folders) ??
    cachedTool(cache, spec) ??
    (await withLock(lockOf(cache, spec), async () => cachedTool(cache, spec) ?? (await make(spec, cache, report)), {
      onWait: (holder) => report({ kind: "waiting", name: spec.name, holder }),
    }));
  report({ kind: "found", tool, seconds: (Date.now() - start) / 1000 });
  return tool;
}

/** Makes the tool beside its place and moves it there as a whole, so that a place is never half filled. */
async function make(spec: ToolSpec, cache: string, report: ToolReport): Promise<Tool> {
  const place = toolFolder(cache, spec);
  const making = `${place}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(join(making, "bin"), { recursive: true });
  const origin = await fill(spec, making, report);
  writeFileSync(manifestOf(making), JSON.stringify({ origin }));
  rmSync(place, { recursive: true, force: true });
  renameSync(making, place);
  return { name: spec.name, version: spec.version, origin, folder: join(place, "bin") };
}

async function fill(spec: ToolSpec, making: string, report: ToolReport): Promise<Origin> {
  const bin = join(making, "bin");
  const why = await downloadAll(spec, bin, report);
  if (why === undefined) {
    return "download";
  }
  report({ kind: "no download", name: spec.name, why });
  // Of several files the first may have come: a tool is downloaded as a whole or built as a whole.
  rmSync(bin, { recursive: true, force: true });
  try {
    for (const [index, build] of spec.builds.entries()) {
      const { usualSeconds } = build;
      report({ kind: "building", name: spec.name, version: spec.version, usualSeconds });
      await goBuild(build, join(making, `build-${index}`), bin);
      rmSync(join(making, `build-${index}`), { recursive: true, force: true });
    }
    return "build";
  } catch (error) {
    if (error instanceof UserError) {
      throw new UserError(
        `${spec.name} ${spec.version}: not on PATH; no download (${why}); ${error.message} ` +
          `Or put ${spec.programs.join(", ")} ${spec.accepted} on PATH.`,
      );
    }
    throw error;
  }
}

/** @returns why it can't be had, or undefined once it is there */
async function downloadAll(spec: ToolSpec, bin: string, report: ToolReport): Promise<string | undefined> {
  if (spec.downloads.length === 0) {
    return "none is published with a checksum for this system";
  }
  try {
    for (const file of spec.downloads) {
      report({ kind: "downloading", name: spec.name, url: file.url });
      await download(file, bin);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Unavailable) {
      return error.message;
    }
    throw error;
  }
}
