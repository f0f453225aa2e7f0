import { UserError } from "../../engine/user-error";
import { isAncestor } from "../ancestor";
import { shortHash } from "../short-hash";
import type { BuiltCommit } from "./build-tags";

/** The branch that reviews lead to, as a clone has it from GitHub. */
const REVIEWED = "origin/main";

/**
 * That a version names what was reviewed: the commit of a Git tag is one of `main`. Images of other commits get no version as
 * their tag, and only a version can be deployed.
 * @param folder the clone, with its history
 * @throws {UserError} for a tag of another commit, and where that is not known
 */
export function demandMerged(folder: string, { commit, ref }: Omit<BuiltCommit, "described">): void {
  const [, tag] = /^refs\/tags\/(.+)$/.exec(ref) ?? [];
  if (tag === undefined) {
    return;
  }
  const merged = isAncestor(folder, commit, REVIEWED);
  if (merged === false) {
    throw new UserError(
      `${tag} names ${shortHash(commit)}, which is not in ${REVIEWED}: nobody has to review what is not merged, so it gets no ` +
        `version. Merge it, and tag that commit with the next version; a tag is never moved. Nothing was built.`,
    );
  }
  if (merged === undefined) {
    throw new UserError(
      `this clone does not know ${REVIEWED}, so nobody can say whether ${tag} was merged. Fetch it: git fetch origin main. Nothing was built.`,
    );
  }
}
