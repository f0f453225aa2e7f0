import { UserError } from "../../engine/user-error";
import { isAncestor } from "../ancestor";
import { shortHash } from "../short-hash";

/** What is to be deployed, and what was. */
export interface Deployed {
  readonly stack: string;
  readonly commit: string;
  /** @default - undefined: nothing yet */
  readonly deployed: string | undefined;
}

/**
 * Whether a commit comes before what was deployed last. A run that waited for its approval while newer ones were deployed, or
 * that is run again, would bring an old program back.
 * @param folder the clone, with its history
 * @throws {UserError} if what was deployed last is not known here
 */
export function isOlder(folder: string, { stack, commit, deployed }: Deployed): boolean {
  if (deployed === undefined || deployed === commit) {
    return false;
  }
  const older = isAncestor(folder, commit, deployed);
  if (older === undefined) {
    throw new UserError(
      `${stack} was brought to ${shortHash(deployed)}, which this clone does not know, so nobody can say whether ${shortHash(commit)} is newer: ` +
        "nothing was changed. Fetch all commits: git fetch --all.",
    );
  }
  return older;
}
