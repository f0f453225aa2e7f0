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
});
