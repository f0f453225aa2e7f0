import { execFileSync } from "node:child_process";
import { UserError } from "../engine/user-error";

/** Where a change begins unless it is told otherwise: the first of these that there is. */
const BASES = ["main", "origin/main"];

/**
 * The files that differ from where this branch left another one: in its commits, uncommitted or untracked; also those that
 * are gone.
 * @param base a branch, tag or commit. @default - `main`, or `origin/main` where there is none
 * @returns paths relative to the root of the repository
 * @throws {UserError} if there is no such commit
 */
export function changedFiles(root: string, base = BASES.find((ref) => isCommit(root, ref))): readonly string[] {
  if (base === undefined || !isCommit(root, base)) {
    const given = base === undefined ? `${BASES.join(" and ")} name` : `"${base}" names`;
    throw new UserError(
      `${given} no commit of this clone; use --base with a branch, a tag or a hash: git log --oneline`,
    );
  }
  const from = git(root, "merge-base", base, "HEAD").trim();
  const lists = [
    git(root, "diff", "--name-only", "--no-renames", "-z", from),
    git(root, "ls-files", "--others", "--exclude-standard", "-z"),
  ];
  return [...new Set(lists.flatMap((list) => list.split("\0")))].filter((file) => file !== "").sort();
}

function isCommit(root: string, ref: string): boolean {
  try {
    git(root, "rev-parse", "--quiet", "--verify", `${ref}^{commit}`);
    return true;
  } catch {
    return false;
  }
}

function git(root: string, ...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: "pipe" });
}
