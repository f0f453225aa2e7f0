import { spawnSync } from "node:child_process";

/**
 * Whether a commit is an ancestor of another one, or the same.
 * @param folder the clone
 * @returns undefined if the clone does not know one of them
 */
export function isAncestor(folder: string, commit: string, of: string): boolean | undefined {
  const { status } = spawnSync("git", ["merge-base", "--is-ancestor", commit, of], { cwd: folder });
  // https://git-scm.com/docs/git-merge-base#Documentation/git-merge-base.txt---is-ancestor
  return status === 0 || status === 1 ? status === 0 : undefined;
}
