import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tar from "tar";
import { toolsFolder } from "../toolchain/cache";

/**
 * A package of npm's, for an image and not for this project.
 * @returns its folder, in the cache
 */
export function npmPackage(name: string, version: string): string {
  const place = join(toolsFolder(), "npm", `${name.replaceAll("/", "+")}-${version}`);
  if (!existsSync(place)) {
    const download = mkdtempSync(join(tmpdir(), "thoughts-npm-"));
    try {
      execFileSync("npm", ["pack", "--silent", `${name}@${version}`], { cwd: download, stdio: "pipe" });
      const [file = ""] = readdirSync(download);
      mkdirSync(`${place}.making`, { recursive: true });
      tar.extract({ file: join(download, file), cwd: `${place}.making`, strip: 1, sync: true });
      renameSync(`${place}.making`, place);
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  }
  return place;
}
