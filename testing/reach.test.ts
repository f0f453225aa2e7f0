import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importsIn } from "./imports";
import { ALL, CROSSROADS, NOTHING, REACH } from "./reach";
import { touchedBy } from "./touched";

const ROOT = join(__dirname, "..");
const imports = importsIn(ROOT);

describe("what files reach without importing it", () => {
  it("is said of every engine test, and of none that is not there", () => {
    const entries = Object.keys(REACH);
    expect([...imports.keys()].filter((file) => file.endsWith(".engine.test.ts") && !(file in REACH))).toEqual([]);
    expect(entries.filter((file) => !imports.has(file))).toEqual([]);
  });

  it("is said of every module that names a file beside it", () => {
    const modules = [...imports.keys()].filter((file) => existsSync(join(ROOT, file)) && /(?<!\.test)\.ts$/.test(file));
    const naming = modules.filter((file) => /__dirname,(?!\s*"\.\.")/.test(readFileSync(join(ROOT, file), "utf8")));
    expect(naming).toContain("components/base/sequence.ts");
    expect(naming.filter((file) => !(file in REACH))).toEqual([]);
  });

  it("is there, folders with a slash", () => {
    const named = [...new Set([...Object.values(REACH).flat(), ...ALL, ...NOTHING, ...CROSSROADS])];
    const there = (path: string) => existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isDirectory();
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(named.filter((path) => there(path) !== path.endsWith("/"))).toEqual([]);
  });

  it("follows a change of the program, a command or a stand-in to the engine tests that run it", () => {
    const engineTests = (...changed: readonly string[]) => touchedBy(changed, { imports }).engine;
    expect(engineTests("cli/commands/keys/move.ts")).toEqual(["cli/keys.engine.test.ts"]);
    expect(engineTests("sandbox/providers/aws/main.ts")).toEqual([
      "cli/bootstrap.engine.test.ts",
      "cli/rehearse.engine.test.ts",
      "cli/rehearse.refusals.engine.test.ts",
    ]);
    expect(engineTests("components/workload/service.ts")).toEqual(
      expect.arrayContaining(["cli/rehearse.engine.test.ts", "cli/up.engine.test.ts"]),
    );
    expect(engineTests("sandbox/control-plane/cluster.ts")).toEqual(
      expect.arrayContaining(["sandbox/control-plane/cluster.engine.test.ts", "cli/up.engine.test.ts"]),
    );
    expect(engineTests("docs/releases.md")).toEqual(["cli/drift.engine.test.ts", "cli/page-pulumi.engine.test.ts"]);
    expect(engineTests("LICENSE")).toEqual([]);
  });
});
