import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as tar from "tar";
import { makeWhole } from "../../engine/process/file";
import { toolsFolder } from "../../engine/toolchain/cache";

/**
 * The packages that a lock file names, for an image and not for this project.
 * @param folder of package.json and package-lock.json
 * @returns its node_modules, in the cache
 */
export function npmTree(folder: string): string {
  const files = ["package.json", "package-lock.json"].map((name) => join(folder, name));
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(readFileSync(file));
  }
  const cached = join(toolsFolder(), "npm", `tree-${hash.digest("hex").slice(0, 16)}`);
  makeWhole(cached, (fresh) => {
    mkdirSync(fresh);
    for (const file of files) {
      copyFileSync(file, join(fresh, basename(file)));
    }
    execFileSync("npm", ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], {
      cwd: fresh,
      stdio: "pipe",
    });
  });
  return join(cached, "node_modules");
}

/**
 * A package of npm's, for an image and not for this project.
 * @returns its folder, in the cache
 */
export function npmPackage(name: string, version: string): string {
  const cached = join(toolsFolder(), "npm", `${name.replaceAll("/", "+")}-${version}`);
  makeWhole(cached, (fresh) => {
    const download = mkdtempSync(join(tmpdir(), "thoughts-npm-"));
    try {
      execFileSync("npm", ["pack", "--silent", `${name}@${version}`], { cwd: download, stdio: "pipe" });
      const [file = ""] = readdirSync(download);
      mkdirSync(fresh);
      tar.extract({ file: join(download, file), cwd: fresh, strip: 1, sync: true });
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  });
  return cached;
}
