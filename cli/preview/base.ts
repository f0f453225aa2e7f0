import { execFileSync } from "node:child_process";
import { UserError } from "../../engine/user-error";
import { commitOf } from "../../sandbox/rehearsal/program";
import { shortHash } from "../short-hash";

/** A commit that a change is compared with. */
export interface Base {
  /** As people named it. */
  readonly name: string;
  readonly commit: string;
}

/**
 * The commit that people named.
 * @param root a clone
 * @throws {UserError} if it is no clone, there is no such commit, or its program can't be rehearsed
 */
export function baseOf(root: string, name: string): Base {
  demandClone(root);
  return { name, commit: commitOf(root, name) };
}

/**
 * Where a branch left the one that it is to be merged into: what was merged there since is no part of the change.
 * @throws {UserError} as {@link baseOf} does, or if both have no commit in common
 */
export function mergeBaseOf(root: string, name: string): Base {
  const { commit: tip } = baseOf(root, name);
  const commit = git(root, "merge-base", tip, "HEAD");
  if (commit === undefined) {
    throw new UserError(
      `${name} and this branch have no commit in common here; if this clone is a shallow one: git fetch --unshallow`,
    );
  }
  return { name, commit: commitOf(root, commit) };
}

/** `main (4f2a91c)`. */
export function baseText({ name, commit }: Base): string {
  const short = shortHash(commit);
  return name.startsWith(short) ? short : `${name} (${short})`;
}

function demandClone(root: string): void {
  if (git(root, "rev-parse", "--is-inside-work-tree") !== "true") {
    throw new UserError(
      `${root} is no clone of the repository, so there is no commit to compare with; clone it: git clone <address>`,
    );
  }
}

/** @returns undefined if it failed */
function git(root: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}
