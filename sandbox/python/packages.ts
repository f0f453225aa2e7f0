import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeWhole } from "../../engine/process/file";
import { toolsFolder } from "../../engine/toolchain/cache";

const REQUIREMENTS = join(__dirname, "requirements.txt");
const PYTHON = "python3";

/** What this machine lacks to run Python's packages; empty if it can. */
export function lackingForPython(): readonly string[] {
  const { status } = spawnSync(PYTHON, ["-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"]);
  return status === 0 ? [] : ["Python 3.10 or newer, with venv"];
}

/** @returns a Python that has the packages of requirements.txt, which are installed once, into the cache */
export function pythonWithPackages(): string {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  const folder = join(toolsFolder(), "python", `moto-${hash}`);
  makeWhole(folder, (fresh) => {
    execFileSync(PYTHON, ["-m", "venv", fresh], { stdio: "pipe" });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", REQUIREMENTS];
    execFileSync(join(fresh, "bin", "python"), pip, { stdio: "pipe" });
  });
  return join(folder, "bin", "python");
}
