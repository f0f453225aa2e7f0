import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../user-error";
import { cachedTool, toolFolder } from "./cache";
import { catalog } from "./catalog";
import { ensureAll, type EnsureOptions, ensureTool } from "./ensure";
import { goModule } from "./go-module.fixture";
import { serve, type Served, sha256 } from "./served";
import type { Download, GoBuild, ToolEvent, ToolSpec } from "./tool";

const noGo = spawnSync("go", ["version"]).status !== 0;
const PROGRAM = "#!/bin/sh\necho 'etcd Version: 3.6.5'\n";

let folder = "";
let served: Served | undefined;
let events: ToolEvent[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-ensure-"));
  events = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await served?.close();
  served = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe("a tool that is neither on PATH nor cached", () => {
  it("is downloaded once, and from then on found in the cache", async () => {
    served = await serving(["etcd"]);
    const spec = specOf({ downloads: downloads(served, ["etcd"]) });
    const first = await ensure(spec);
    const second = await ensure(spec);

    expect(first).toMatchObject({ origin: "download", version: "3.6.5" });
    expect(second).toEqual(first);
    expect(kinds()).toEqual(["downloading", "found", "found"]);
  });

  it("with a wrong checksum is neither built instead nor kept", async () => {
    served = await serve({ "/etcd": PROGRAM, "/etcd.sha256": sha256("another") });
    const spec = specOf({ downloads: downloads(served, ["etcd"]), builds: [hello(["etcd"])] });

    await expect(ensure(spec)).rejects.toThrow(UserError);
    expect(kinds()).toEqual(["downloading"]);
    expect(cachedTool(cache(), spec)).toBeUndefined();
  });

  it("that two need at once is made once: the second one waits, says so, and uses it", async () => {
    served = await serving(["etcd"]);
    const spec = specOf({ downloads: downloads(served, ["etcd"]) });
    const [first, second] = await Promise.all([ensure(spec), ensure(spec)]);

    expect(second).toEqual(first);
    expect(kinds().sort()).toEqual(["downloading", "found", "found", "waiting"]);
    expect(events).toContainEqual({ kind: "waiting", name: "etcd", holder: process.pid });
  });

  it("that was left half made by a killed run is made again, and the rest of that run goes", async () => {
    served = await serving(["etcd"]);
    const spec = specOf({ downloads: downloads(served, ["etcd"]) });
    const half = `${toolFolder(cache(), spec)}.making`;
    mkdirSync(join(half, "bin"), { recursive: true });
    writeFileSync(join(half, "bin", "etcd.part"), "half");

    const tool = await ensure(spec);
    expect(readdirSync(tool.folder)).toEqual(["etcd"]);
    expect(existsSync(half)).toBe(false);
  });

  it("that can't be had in any way says in one line what was tried and what to do", async () => {
    vi.stubEnv("PATH", folder);
    served = await serve({});
    const { host } = new URL(served.url);
    await served.close();
    const spec = specOf({ downloads: downloads(served, ["etcd"]), builds: [hello(["etcd"])] });

    const error = await ensure(spec).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      message:
        `etcd 3.6.5: not on PATH; no download (${host} can't be reached); ` +
        "go 1.25.0 or newer is needed to build it: install it from https://go.dev/dl/ and try again. " +
        "Or put etcd ^3.5 on PATH.",
    });
  });

  it.skipIf(noGo)("is built with all others that are missing, and each is kept in a folder of its own", async () => {
    const [etcd, kwok] = [specOf({ builds: [hello([])], programs: ["hello"] }), other("kwok")];
    const tools = await ensureAll({ etcd, kwok }, options());

    expect(kinds()).toEqual(["no download", "no download", "building", "found", "found"]);
    expect(events).toContainEqual({ kind: "building", names: ["etcd", "kwok"], step: { phase: "planning" } });
    expect([readdirSync(tools.etcd.folder), readdirSync(tools.kwok.folder)]).toEqual([["hello"], ["kwok"]]);
  });

  it.skipIf(noGo)("is not built again when another one is missing", async () => {
    const [etcd, kwok] = [specOf({ builds: [hello([])], programs: ["hello"] }), other("kwok")];
    await ensureAll({ etcd, kwok }, options());
    rmSync(toolFolder(cache(), kwok), { recursive: true });
    events = [];
    await ensureAll({ etcd, kwok }, options());

    expect(kinds()).toEqual(["found", "no download", "building", "found"]);
    expect(events).toContainEqual({ kind: "building", names: ["kwok"], step: { phase: "planning" } });
  });

  it.skipIf(noGo)("and can't be built is named, and the others are there all the same", async () => {
    const [etcd, kwok] = [specOf({ builds: [hello([])], programs: ["hello"] }), other("kwok", "missing()")];
    const error = await ensureAll({ etcd, kwok }, options()).catch((reason: unknown) => reason as Error);

    expect((error as Error).message).toMatch(
      /^kwok 0\.7\.0: not on PATH; [^]*undefined: missing[^]*put kwok ~0\.7\.0 on PATH\.$/,
    );
    expect(cachedTool(cache(), etcd)).toMatchObject({ origin: "build" });
  });

  it("and can't be had is named with each other one, and what to do about it", async () => {
    vi.stubEnv("PATH", folder);
    vi.stubEnv("PULUMI_HOME", folder);
    const { "pulumi-kubernetes": plugin } = catalog();
    const [etcd, kwok] = [specOf({ builds: [hello([])] }), { ...plugin, downloads: [], builds: [hello([])] }];
    const error = await ensureAll({ etcd, kwok }, options()).catch((reason: unknown) => reason as Error);

    const why = "not on PATH; no download (none is published with a checksum for this system)";
    expect(error).toMatchObject({
      message:
        "2 tools can't be built: go 1.25.0 or newer is needed to build it: install it from https://go.dev/dl/ and try again.\n" +
        `  etcd 3.6.5: ${why}. Or put etcd ^3.5 on PATH.\n` +
        `  pulumi-kubernetes ${plugin.version}: ${why}. ` +
        `Or install it: pulumi plugin install resource kubernetes ${plugin.version}.`,
    });
  });

  it.skipIf(noGo)("of which only a part can be downloaded is built as a whole", async () => {
    served = await serving(["etcd"]);
    const spec = specOf({
      programs: ["etcd", "etcdctl"],
      downloads: downloads(served, ["etcd", "etcdctl"]),
      builds: [hello(["etcd", "etcdctl"])],
    });

    const tool = await ensure(spec);
    expect(tool.origin).toBe("build");
    expect(kinds()).toEqual(["downloading", "downloading", "no download", "building", "found"]);
    expect(readdirSync(tool.folder).sort()).toEqual(["etcd", "etcdctl", "hello"]);
  });
});

function cache(): string {
  return join(folder, "cache");
}

function ensure(spec: ToolSpec) {
  return ensureTool(spec, options());
}

function options(): EnsureOptions {
  return { cache: cache(), folders: [], report: (event) => events.push(event) };
}

/** A build's many steps count as one. */
function kinds(): string[] {
  const all = events.map(({ kind }) => kind);
  return all.filter((kind, index) => kind !== "building" || all[index - 1] !== "building");
}

function specOf(spec: Partial<ToolSpec>): ToolSpec {
  return {
    name: "etcd",
    version: "3.6.5",
    programs: ["etcd"],
    probe: { program: "etcd", args: ["--version"], pattern: /etcd Version: (\d+\.\d+\.\d+)/ },
    accepted: "^3.5",
    downloads: [],
    builds: [],
    ...spec,
  };
}

function serving(programs: readonly string[]): Promise<Served> {
  const files = programs.flatMap((program) => [
    [`/${program}`, PROGRAM],
    [`/${program}.sha256`, sha256(PROGRAM)],
  ]);
  return serve(Object.fromEntries(files) as Record<string, string>);
}

function downloads({ url }: Served, programs: readonly string[]): readonly Download[] {
  return programs.map((program) => ({ url: `${url}/${program}`, checksums: `${url}/${program}.sha256`, program }));
}

/** Another tool, of one program of its name. */
function other(name: "kwok", statement = ""): ToolSpec {
  const files = { [`cmd/${name}/main.go`]: `package main\nfunc main() { ${statement} }\n` };
  const module = goModule(mkdtempSync(join(folder, "go-")), files);
  const builds = [{ module, packages: [{ program: name, path: `./cmd/${name}` }] }];
  return specOf({ name, version: "0.7.0", programs: [name], accepted: "~0.7.0", builds });
}

/** A program of a few lines, under the names of a tool's programs. */
function hello(links: readonly string[]): GoBuild {
  const module = goModule(mkdtempSync(join(folder, "go-")), { "cmd/hello/main.go": "package main\nfunc main() {}\n" });
  return { module, packages: [{ program: "hello", path: "./cmd/hello" }], links };
}
