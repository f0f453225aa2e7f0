import { newRevision, revisionOf } from "./change";
import type { ServiceRelease, Stamp } from "./service-release";

/** What a stack's file said of a service, in a commit or now. */
export interface Edition extends Stamp {
  readonly release: ServiceRelease;
  /** The subject of the commit. @default - none: it is not committed yet */
  readonly subject?: string;
}

/**
 * What a service is to run, with the revisions that people made by writing another version into the stack's file: there
 * the number of the revision stays, and what ran before would be forgotten.
 * @param editions the oldest first; the last one is the file as it is
 */
export function withEdits(editions: readonly Edition[]): ServiceRelease | undefined {
  const [first, ...others] = editions;
  let now = first && stamped(first.release, first);
  let before = first;
  for (const edition of others) {
    now = now && before && next(now, before.release, edition);
    before = edition;
  }
  return now;
}

function next(now: ServiceRelease, before: ServiceRelease, edition: Edition): ServiceRelease {
  const { release, subject = "not committed", at, by } = edition;
  if (revisionOf(release) !== revisionOf(before)) {
    // A command wrote it, with all that there was before.
    return stamped(release, edition);
  }
  const { tag, digest } = release;
  if (tag === before.tag && digest === before.digest) {
    return { ...release, ...numbersOf(now) };
  }
  const cause = release.cause === before.cause ? `edited: ${subject}`.slice(0, LONGEST_CAUSE) : release.cause;
  const { revision, history } = newRevision(now, { tag, digest, cause });
  // Who wrote the version into the file may have left the set of the one before.
  return { ...release, cause, at, by, revision, history, set: undefined };
}

/** As many characters as a cause may have. */
const LONGEST_CAUSE = 200;

/** What is remembered of a version that stays. */
function numbersOf({ revision, history, cause, at, by }: ServiceRelease): Partial<ServiceRelease> {
  return { revision, history, cause, at, by };
}

/** Commands have not always written when and by whom. */
function stamped(release: ServiceRelease, { at, by }: Stamp): ServiceRelease {
  return { ...release, at: release.at ?? at, by: release.by ?? by };
}
