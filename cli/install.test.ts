import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ROOT } from "./folders";

describe("the installation of packages", () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-install-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("does not empty a folder of packages that another clone uses, and says what to do", () => {
    const [clone, shared] = [join(folder, "clone"), join(folder, "shared")];
    mkdirSync(join(clone, "cli"), { recursive: true });
    mkdirSync(join(shared, "a-package"), { recursive: true });
    cpSync(join(ROOT, "cli", "install.mjs"), join(clone, "cli", "install.mjs"));
    writeFileSync(join(clone, "package-lock.json"), "{}");
    symlinkSync(shared, join(clone, "node_modules"));

    const { status, stderr } = spawnSync(process.execPath, ["cli/install.mjs"], { cwd: clone, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain(`node_modules is a link to ${shared}, which does not hold what package-lock.json names`);
    expect(existsSync(join(shared, "a-package"))).toBe(true);
  });

  it.each([
    ["installs nothing again after `npm ci`", "1.0.0", 0, ""],
    ["installs packages of which another version is there", "1.0.1", 1, "npm is needed"],
    ["installs packages where npm was killed while it wrote what is there", "half", 1, "npm is needed"],
  ])("%s", (_, version, status, message) => {
    const clone = mkdtempSync(join(folder, "ci-"));
    mkdirSync(join(clone, "cli"));
    mkdirSync(join(clone, "node_modules"));
    cpSync(join(ROOT, "cli", "install.mjs"), join(clone, "cli", "install.mjs"));
    const other = { "node_modules/for-another-system": { version: "2.0.0", optional: true } };
    const lock = (own: string) => ({ "": { name: "thoughts" }, "node_modules/a": { version: own, integrity: own } });
    const write = (path: string, packages: object) => writeFileSync(join(clone, path), JSON.stringify({ packages }));
    write("package-lock.json", { ...lock("1.0.0"), ...other });
    write("node_modules/.package-lock.json", lock(version));
    if (version === "half") {
      writeFileSync(join(clone, "node_modules", ".package-lock.json"), '{"packages":{"node_mod');
    }

    // Without npm on PATH, an installation fails.
    const env = { ...process.env, PATH: clone };
    const run = spawnSync(process.execPath, ["cli/install.mjs"], { cwd: clone, encoding: "utf8", env });
    expect(run.status).toBe(status);
    expect(run.stderr).toContain(message);
    expect(existsSync(join(clone, "node_modules", ".installed-lock"))).toBe(status === 0);
  });
});
