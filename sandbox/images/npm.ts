import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tar from "tar";
import { makeWhole } from "../process/file";
import { toolsFolder } from "../toolchain/cache";

/**
 * A package of npm's, for an image and not for this project.
 * @returns its folder, in the cache
 */
export function npmPackage(name: string, version: string): string {
  const place = join(toolsFolder(), "npm", `${name.replaceAll("/", "+")}-${version}`);
  makeWhole(place, (fresh) => {
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
  return place;
}
