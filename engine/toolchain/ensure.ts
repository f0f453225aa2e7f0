import { withLock } from "../process/lock";
import { cachedTool, cacheFolder, lockOf } from "./cache";
import { catalog } from "./catalog";
import { makeTools } from "./make";
import { nodeCatalog } from "./node-catalog";
import { ownTool, userFolders } from "./path";
import type { ImageTools, NodeTools, Tool, ToolName, ToolReport, Tools, ToolSpec } from "./tool";

export interface EnsureOptions {
  /** @default - the user's cache folder */
  readonly cache?: string;
  /** Folders that hold the user's own programs. @default - PATH and `~/.pulumi/bin` */
  readonly folders?: readonly string[];
  readonly report: ToolReport;
}

/** A build of all tools on a busy machine takes more than half an hour. */
const LOCK_TIMEOUT_MS = 2 * 60 * 60_000;

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

export async function ensureTool(spec: ToolSpec, options: EnsureOptions): Promise<Tool> {
  const { tool } = await ensureAll({ tool: spec }, options);
  return tool;
}

/** Tools under the names that the caller has for them; all that are missing are made together. */
export async function ensureAll<Name extends string>(
  specs: Readonly<Record<Name, ToolSpec>>,
  { cache = cacheFolder(), folders = userFolders(), report }: EnsureOptions,
): Promise<Readonly<Record<Name, Tool>>> {
  const start = Date.now();
  const found = new Map<ToolName, Tool>();
  const keep = (tool: Tool) => {
    found.set(tool.name, tool);
    report({ kind: "found", tool, seconds: (Date.now() - start) / 1000 });
  };
  const missing: ToolSpec[] = [];
  for (const spec of Object.values<ToolSpec>(specs)) {
    const tool = (await ownTool(spec, folders)) ?? cachedTool(cache, spec);
    if (tool === undefined) {
      missing.push(spec);
    } else {
      keep(tool);
    }
  }
  // Two clones that need the same tool make it once: the second waits, and finds it in the cache.
  await withLocks(missing, cache, report, async () => {
    const still = missing.filter((spec) => {
      const tool = cachedTool(cache, spec);
      if (tool !== undefined) {
        keep(tool);
      }
      return tool === undefined;
    });
    await makeTools(still, cache, report, keep);
  });
  const tools = Object.entries<ToolSpec>(specs).map(([name, spec]) => [name, found.get(spec.name)]);
  return Object.fromEntries(tools) as Record<Name, Tool>;
}

/** Takes the locks of all tools, always in the same order, so that no two wait for each other. */
async function withLocks(
  specs: readonly ToolSpec[],
  cache: string,
  report: ToolReport,
  work: () => Promise<void>,
): Promise<void> {
  const [next, ...rest] = [...specs].sort((a, b) => a.name.localeCompare(b.name, "en"));
  if (next === undefined) {
    return work();
  }
  await withLock(lockOf(cache, next), () => withLocks(rest, cache, report, work), {
    onWait: (holder) => report({ kind: "waiting", name: next.name, holder }),
    timeout: LOCK_TIMEOUT_MS,
  });
}
