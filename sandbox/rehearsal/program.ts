import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import * as tar from "tar";
import { UserError } from "../../engine/user-error";

/** What a program has to have for a rehearsal to run it. */
const PARTS = ["Pulumi.yaml", "package.json", "policies/index.ts"];

/**
 * The commit that people named, if its program can be rehearsed.
 * @param root the clone whose commit it is
 * @param ref a branch, a tag or a hash
 * @returns its hash
 * @throws {UserError} if there is no such commit, or it is too old
 */
export function commitOf(root: string, ref: string): string {
  const commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  if (commit === undefined) {
    throw new UserError(`"${ref}" names no commit of this clone; use a branch, a tag or a hash: git log --oneline`);
  }
  const missing = PARTS.filter((part) => git(root, "cat-file", "-e", `${commit}:${part}`) === undefined);
  if (missing.length > 0) {
    throw new UserError(
      `the program of ${ref} can't be rehearsed, it has no ${missing.join(", ")}; use a later commit`,
    );
  }
  return commit;
}

/** @returns what it printed; undefined if it failed */
function git(root: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}

/**
 * Puts the program of a commit into a folder, with the packages it asks for.
 * @param say told what is waited for
 * @throws {UserError} if its packages can't be had
 */
export async function checkOut(
  root: string,
  commit: string,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const archive = spawn("git", ["archive", "--format=tar", commit], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(archive, "exit");
  await pipeline(archive.stdout, tar.extract({ cwd: folder }));
  const [code] = (await ended) as [number];
  if (code !== 0) {
    throw new UserError(`git archive ${commit} failed with code ${code}, see above.`);
  }
  await installPackages(root, folder, say);
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
