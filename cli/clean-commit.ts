import { UserError } from "../engine/user-error";
import { askGit } from "../stacks/committed-file";
import { shortHash } from "./short-hash";

/**
 * The commit of a clone in which nothing else was changed: what is made from it can be made again.
 * @returns its full hash
 * @throws {UserError} outside of a clone, and with files that are changed and not committed
 */
export function cleanCommit(folder: string): string {
  const commit = askGit(folder, ["rev-parse", "HEAD"]).trim();
  if (commit === "") {
    throw new UserError(
      `${folder} is no clone with a commit, so nobody could say what was made from it; clone the repository.`,
    );
  }
  const changed = askGit(folder, ["status", "--porcelain", "--untracked-files=no"])
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [line.slice(3)]));
  if (changed.length > 0) {
    const more = changed.length > 5 ? ` and ${changed.length - 5} more` : "";
    throw new UserError(
      `${changed.slice(0, 5).join(", ")}${more} differ from commit ${shortHash(commit)}; what is built and deployed is a commit: commit or stash them.`,
    );
  }
  return commit;
}
