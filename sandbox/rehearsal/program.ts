import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import * as tar from "tar";
import { UserError } from "../user-error";

/**
 * Puts the program of another commit into a folder, with the packages it asks for.
 * @param root the clone whose commit it is
 * @param say told what is waited for
 * @throws {UserError} if there is no such commit, it is too old, or its packages can't be had
 */
export async function checkOut(root: string, ref: string, folder: string, say: (line: string) => void): Promise<void> {
  const commit = commitOf(root, ref);
  mkdirSync(folder, { recursive: true });
  const git = spawn("git", ["archive", "--format=tar", commit], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(git, "exit");
  await pipeline(git.stdout, tar.extract({ cwd: folder }));
  const [code] = (await ended) as [number];
  if (code !== 0) {
    throw new UserError(`git archive ${commit} failed with code ${code}, see above.`);
  }
  const missing = PARTS.filter((part) => !existsSync(join(folder, part)));
  if (missing.length > 0) {
    throw new UserError(
      `the program of ${ref} can't be rehearsed, it has no ${missing.join(", ")}; use a later commit`,
    );
  }
  await installPackages(root, folder, say);
}

/** What a program has to have for a rehearsal to run it. */
const PARTS = ["Pulumi.yaml", "package.json", "policies/index.ts"];

function commitOf(root: string, ref: string): string {
  try {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    throw new UserError(`"${ref}" names no commit of this clone; use a branch, a tag or a hash: git log --oneline`);
  }
}

/** The clone's own packages, if the other commit asks for the same. */
async function installPackages(root: string, folder: string, say: (line: string) => void): Promise<void> {
  const lock = "package-lock.json";
  if (existsSync(join(folder, lock)) && readFileSync(join(folder, lock)).equals(readFileSync(join(root, lock)))) {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    return;
  }
  say("that commit asks for other packages: npm ci");
  const npm = spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder, stdio: "ignore" });
  const [code] = (await once(npm, "exit")) as [number];
  if (code !== 0) {
    throw new UserError(
      `the packages of that commit can't be installed: npm ci failed in ${folder} with code ${code}.`,
    );
  }
}
