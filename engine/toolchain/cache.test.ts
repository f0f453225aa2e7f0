import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cachedTool, cacheFolder, cacheSize, cleanCache, hasBuiltTools, manifestOf, toolFolder } from "./cache";
import { catalog } from "./catalog";
import { LOCK } from "./go-module";
import type { ToolSpec } from "./tool";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thoughts-cache-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the cache folder", () => {
  it("is the one that THOUGHTS_CACHE_DIR names, before all others", () => {
    expect(cacheFolder({ THOUGHTS_CACHE_DIR: folder, XDG_CACHE_HOME: "/elsewhere" })).toBe(folder);
  });

  it("is below XDG_CACHE_HOME otherwise, and below the home folder if that is not set either", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: folder })).toBe(join(folder, "thoughts"));
    expect(cacheFolder({}).startsWith(homedir())).toBe(true);
  });

  it("is an absolute path even where the variable names a relative one, because builds run in another folder", () => {
    expect(isAbsolute(cacheFolder({ THOUGHTS_CACHE_DIR: "cache" }))).toBe(true);
    // The specification says that a relative path there is to be ignored.
    expect(cacheFolder({ XDG_CACHE_HOME: "cache" })).toBe(cacheFolder({}));
  });
});

describe("a tool's folder in the cache", () => {
  it("is another one if only a Go module's version differs", () => {
    const { pulumi } = catalog();
    const bumped = changed(pulumi, LOCK, "sdk/v3 v3.60.1", "sdk/v3 v3.60.2");
    expect(bumped.version).toBe(pulumi.version);
    expect(toolFolder(folder, bumped)).not.toBe(toolFolder(folder, pulumi));
  });

  it("is the same if a module's version differs that is compiled into other tools only", () => {
    const { etcd, pulumi } = catalog();
    const [from, to] = ["github.com/pulumi/pulumi/pkg/v3 v3.246.0", "github.com/pulumi/pulumi/pkg/v3 v3.247.0"];
    expect(toolFolder(folder, changed(etcd, LOCK, from, to))).toBe(toolFolder(folder, etcd));
    expect(toolFolder(folder, changed(pulumi, LOCK, from, to))).not.toBe(toolFolder(folder, pulumi));
  });

  it("is another one if its own source differs, and the same if that of another tool does", () => {
    const { etcd, kubernetes } = catalog();
    const source = join("cmd", "etcd", "main.go");
    const [from, to] = ["etcdmain.Main(os.Args)", "etcdmain.Main(os.Args[:1])"];
    expect(toolFolder(folder, changed(etcd, source, from, to))).not.toBe(toolFolder(folder, etcd));
    expect(toolFolder(folder, changed(kubernetes, source, from, to))).toBe(toolFolder(folder, kubernetes));
  });

  it("is the same if only what is accepted on PATH differs", () => {
    const { etcd } = catalog();
    expect(toolFolder(folder, { ...etcd, accepted: "*" })).toBe(toolFolder(folder, etcd));
  });
});

describe("a cached tool", () => {
  const { kwok } = catalog();

  it("is found with its origin", () => {
    fill(kwok);
    expect(cachedTool(folder, kwok)).toEqual({
      name: "kwok",
      version: kwok.version,
      origin: "build",
      folder: join(toolFolder(folder, kwok), "bin"),
    });
  });

  it("is none while its manifest is missing, or one of its programs", () => {
    fill(kwok);
    rmSync(join(toolFolder(folder, kwok), "bin", "kwok"));
    expect(cachedTool(folder, kwok)).toBeUndefined();

    fill(kwok);
    rmSync(manifestOf(toolFolder(folder, kwok)));
    expect(cachedTool(folder, kwok)).toBeUndefined();
  });

  it("counts into the size of the cache once, however many names it has", () => {
    fill(kwok);
    const before = cacheSize(folder);
    symlinkSync("kwok", join(toolFolder(folder, kwok), "bin", "another-name"));
    expect(before).toBeGreaterThan(0);
    expect(cacheSize(folder)).toBe(before);
  });
});

describe("the cache", () => {
  it("knows whether any tool in it was built here", () => {
    const { kwok } = catalog();
    expect(hasBuiltTools(folder)).toBe(false);
    fill(kwok);
    expect(hasBuiltTools(folder)).toBe(true);
    writeFileSync(manifestOf(toolFolder(folder, kwok)), JSON.stringify({ origin: "download" }));
    expect(hasBuiltTools(folder)).toBe(false);
  });
});

describe("cleaning the cache", () => {
  it("removes it as a whole", () => {
    fill(catalog().kwok);
    cleanCache(folder);
    expect(existsSync(folder)).toBe(false);
    expect(cacheSize(folder)).toBe(0);
  });

  it("leaves files of others alone, where the variable names a folder that holds more", () => {
    fill(catalog().kwok);
    writeFileSync(join(folder, "letter.txt"), "not ours");
    cleanCache(folder);
    expect(existsSync(join(folder, "letter.txt"))).toBe(true);
    expect(existsSync(join(folder, "tools"))).toBe(false);
  });

  it("is no error where there is nothing", () => {
    expect(() => cleanCache(join(folder, "never-made"))).not.toThrow();
  });
});

function fill(spec: ToolSpec): void {
  const kept = toolFolder(folder, spec);
  mkdirSync(join(kept, "bin"), { recursive: true });
  for (const program of spec.programs) {
    writeFileSync(join(kept, "bin", program), "program");
  }
  writeFileSync(manifestOf(kept), JSON.stringify({ origin: "build" }));
}

/** The same spec, built from copies of its modules with another text in one of their files. */
function changed(spec: ToolSpec, file: string, from: string, to: string): ToolSpec {
  const builds = spec.builds.map((build) => {
    const module = join(folder, basename(build.module));
    cpSync(build.module, module, { recursive: true });
    const path = join(module, file);
    if (existsSync(path)) {
      writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
    }
    return { ...build, module };
  });
  return { ...spec, builds };
}
