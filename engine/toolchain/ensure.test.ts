import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cachedTool, cacheFolder, cacheSize, cleanCache, manifestOf, toolFolder } from "./cache";
import { ensureTool } from "./ensure";
import { GO_MOD, goModule } from "./go-module.fixture";
import { toolOnPath } from "./path";
import type { ToolEvent, ToolSpec } from "./tool";

const spec: ToolSpec = {
  name: "etcd",
  version: "3.6.5",
  programs: ["etcd"],
  probe: { program: "etcd", args: ["--version"], pattern: /Version: (\d+\.\d+\.\d+)/ },
  accepted: "^3.5",
  downloads: [],
  builds: [],
};

describe("a tool", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tools-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function install(into: string, version: string): string {
    mkdirSync(into, { recursive: true });
    writeFileSync(join(into, "etcd"), `#!/bin/sh\necho "Version: ${version}"\n`);
    chmodSync(join(into, "etcd"), 0o755);
    return into;
  }

  it("on PATH is taken in a version that will do, and passed over in another", () => {
    const old = install(join(folder, "old"), "3.4.9");
    const good = install(join(folder, "good"), "3.5.1");
    expect(toolOnPath(spec, [join(folder, "missing"), old, good])).toEqual({
      name: "etcd",
      version: "3.5.1",
      origin: "path",
      folder: good,
    });
    expect(toolOnPath(spec, [old])).toBeUndefined();
  });

  it("that was cached is taken without asking it for its version", async () => {
    const kept = toolFolder(folder, spec);
    install(join(kept, "bin"), "unknown");
    writeFileSync(manifestOf(kept), JSON.stringify({ origin: "build" }));
    const events: ToolEvent[] = [];

    const tool = await ensureTool(spec, { cache: folder, folders: [], report: (event) => events.push(event) });

    expect(tool).toEqual({ name: "etcd", version: "3.6.5", origin: "build", folder: join(kept, "bin") });
    expect(events.map(({ kind }) => kind)).toEqual(["found"]);
  });

  it("that was left half made is not taken", () => {
    install(join(toolFolder(folder, spec), "bin"), "3.6.5");
    expect(cachedTool(folder, spec)).toBeUndefined();
  });

  it("built in another way has another folder", () => {
    const other = { ...spec, builds: [{ module: goModule(join(folder, "module")), packages: [] }] };
    expect(toolFolder(folder, other)).not.toBe(toolFolder(folder, spec));
  });

  it("that can't be had says in one message why, and what to install", async () => {
    const module = goModule(join(folder, "module"), { "go.mod": `${GO_MOD}require example.invalid/none v1.0.0\n` });
    const build = { module, packages: [{ program: "etcd", path: "example.invalid/none" }] };
    const missing = ensureTool(
      { ...spec, builds: [build] },
      { cache: join(folder, "cache"), folders: [], report: () => undefined },
    );
    await expect(missing).rejects.toThrow(/^etcd 3\.6\.5: not on PATH; no download \(none is published.*\); go/);
    await expect(missing).rejects.toThrow("Or put etcd ^3.5 on PATH.");
  });

  it.each([
    [{ THOUGHTS_CACHE_DIR: "/a", XDG_CACHE_HOME: "/b" }, "/a"],
    [{ XDG_CACHE_HOME: "/b" }, "/b/thoughts"],
  ])("is kept where %j says", (env, expected) => {
    expect(cacheFolder(env)).toBe(expected);
  });

  it("counts in the size of the cache, and goes with it", () => {
    writeFileSync(join(folder, "file"), "12345");
    const cache = join(folder, "cache");
    mkdirSync(join(cache, "tools"), { recursive: true });
    writeFileSync(join(cache, "tools", "tool"), "123");
    expect(cacheSize(cache)).toBe(3);
    cleanCache(cache);
    expect(cacheSize(cache)).toBe(0);
  });
});
