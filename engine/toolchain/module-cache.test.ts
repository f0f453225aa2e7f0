import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LOCK } from "./go-module";
import { goModule } from "./go-module.fixture";
import { Downloads, missingModules } from "./module-cache";
import type { BuildStep } from "./tool";

const noGo = spawnSync("go", ["version"]).status !== 0;

describe.skipIf(noGo)("the modules that are missing", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thoughts-modules-"));
    vi.stubEnv("GOMODCACHE", join(folder, "cache"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are those of the programs asked for that the cache has not, as it spells their names", async () => {
    const lines = [
      "github.com/Azure/sdk v1.0.0 one",
      "example.com/here v1.0.0 one two",
      "example.com/other v1.0.0 two",
    ];
    const module = goModule(join(folder, "module"), { [LOCK]: `${lines.join("\n")}\n` });
    mkdirSync(join(folder, "cache", "example.com", "here@v1.0.0"), { recursive: true });

    expect(await missingModules(module, ["one"])).toBe(1);
    expect(await missingModules(module, ["one", "two"])).toBe(2);
    mkdirSync(join(folder, "cache", "github.com", "!azure", "sdk@v1.0.0"), { recursive: true });
    expect(await missingModules(module, ["one"])).toBe(0);
  });
});

describe("the progress of downloads", () => {
  let steps: BuildStep[] = [];
  const downloads = () => new Downloads((step) => steps.push(step));

  beforeEach(() => {
    steps = [];
  });

  it("is one for all modules of ours", () => {
    const both = downloads();
    both.expect(2);
    both.expect(1);
    both.said("go: downloading golang.org/x/text v0.38.0");
    expect(steps.at(-1)).toEqual({ phase: "modules", done: 1, of: 3 });
  });

  it("never goes beyond what was expected, and says nothing where nothing is missing", () => {
    const none = downloads();
    none.expect(0);
    none.said("go: a remark");
    expect(steps).toEqual([]);
    none.expect(1);
    none.said("go: downloading a v1");
    none.said("go: downloading b v1");
    expect(steps.at(-1)).toEqual({ phase: "modules", done: 1, of: 1 });
  });
});
