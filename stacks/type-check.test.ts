import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTypes, checkTypesBeside, sourcesOf } from "./type-check";

const ROOT = dirname(__dirname);
const COMPILER = join(ROOT, "node_modules", "@typescript", "native", "bin", "tsc");

describe("the type check of the program", () => {
  const root = mkdtempSync(join(tmpdir(), "thoughts-types-"));
  const local = join(root, "stacks", "local.ts");
  const good = readFileSync(join(ROOT, "stacks", "local.ts"), "utf8");

  beforeAll(() => {
    for (const file of sourcesOf(ROOT)) {
      cpSync(join(ROOT, file), join(root, file));
    }
    cpSync(join(ROOT, "package.json"), join(root, "package.json"));
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("finds nothing wrong with the program as it is", async () => {
    expect(await checkTypesBeside(root)).toBeUndefined();
  });

  it("refuses a mistyped key, and says where it is", () => {
    writeFileSync(local, good.replace("    namespace:", "    namespce:"));
    const line = good.split("\n").findIndex((text) => text.startsWith("    namespace:")) + 1;
    const complaint = checkTypes(root);
    expect(complaint).toMatch(/^the program does not compile, so nothing was changed:\n/);
    expect(complaint).toContain(`\n  stacks/local.ts:${line}  Object literal may only specify known properties`);
  });

  it("does not refuse what is only not used any more, as while somebody tries something", () => {
    writeFileSync(local, `${good}\nconst unused = 1;\n`);
    expect(checkTypes(root)).toBeUndefined();
  });

  it("knows every file that the program is compiled from", () => {
    const args = [COMPILER, "--project", "tsconfig.program.json", "--listFilesOnly"];
    const files = execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
    const own = files.filter((file) => !file.includes("/node_modules/")).map((file) => file.slice(ROOT.length + 1));
    expect(own.filter((file) => !sourcesOf(ROOT).includes(file))).toEqual([]);
  });
});
