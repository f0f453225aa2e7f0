import { UserError } from "../../engine/user-error";
import { isVersion } from "../../components/base/version";
import { shortHash } from "../short-hash";

/** What Git says of what is built. */
export interface BuiltCommit {
  /** The full hash. */
  readonly commit: string;
  /** The branch or tag that it is built for, in full: `refs/heads/main`, `refs/tags/v3.8`. */
  readonly ref: string;
  /** What `git describe --tags` says: `v3.8`, or `v3.7-17-g2257f9c` for the 17th commit after v3.7. Nothing without a tag. */
  readonly described: string;
}

/** How the images of a commit are called. */
export interface BuildNames {
  /** What they say of themselves. */
  readonly version: string;
  /** The tag that says whether they are built already. */
  readonly name: string;
  /** Further tags of the same content. */
  readonly more: readonly string[];
}

/** The branch that is deployed. */
export const MAIN = "refs/heads/main";

/**
 * The tags of what is built: the short hash always, that of the branch on main only, and the Git tag on tags. No tag is ever
 * moved (docs/system.md#images), so that of the branch has the hash too.
 * @throws {UserError} for a Git tag that is no version, and for a commit without a version
 */
export function buildNames({ commit, ref, described }: BuiltCommit): BuildNames {
  const short = shortHash(commit);
  const [, gitTag] = /^refs\/tags\/(.+)$/.exec(ref) ?? [];
  if (!isVersion(described)) {
    throw new UserError(
      `no version can be given to ${short}: git describe --tags ${described === "" ? "finds no tag before it" : `says "${described}"`}. ` +
        `Fetch the tags (git fetch --tags), or make the first one: git tag v1.0`,
    );
  }
  if (gitTag === undefined) {
    return { version: described, name: short, more: ref === MAIN ? [`main-${short}`] : [] };
  }
  if (!isVersion(gitTag)) {
    throw new UserError(`"${gitTag}" is no version, so no image gets it; tag a version such as v3.8.`);
  }
  return { version: gitTag, name: gitTag, more: [short] };
}
