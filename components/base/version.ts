import { compare } from "semver";

/** A version, taken apart. */
interface Version {
  /** As Semantic Versioning has it: `1.6.0` of `v1.6`, `1.6.0-rc.1` of `v1.6-rc.1`. */
  readonly semantic: string;
  /** Commits since the tag: 3 of what `git describe` says, `v1.6-3-g2257f9c`. */
  readonly commits: number;
}

const NUMBER = "(0|[1-9]\\d*)";
const VERSION = new RegExp(
  `^v${NUMBER}(?:\\.${NUMBER})?(?:\\.${NUMBER})?(?:-(\\d+)-g[0-9a-f]+|-([0-9A-Za-z]+(?:\\.[0-9A-Za-z]+)*))?$`,
);

const NONE: Version = { semantic: "0.0.0-0", commits: -1 };

function parse(text: string): Version | undefined {
  const [whole, major, minor = "0", patch = "0", commits = "0", preRelease] = VERSION.exec(text) ?? [];
  return whole === undefined
    ? undefined
    : {
        semantic: `${major}.${minor}.${patch}${preRelease === undefined ? "" : `-${preRelease}`}`,
        commits: Number(commits),
      };
}

/**
 * Whether a text is a version: `v1.6` or `v1.6.0`, a pre-release of it (`v1.6-rc.1`), or what `git describe` makes of a
 * later commit (`v1.6-3-g2257f9c`).
 */
export function isVersion(text: string): boolean {
  return parse(text) !== undefined;
}

/**
 * The order of two versions: v1.10 is later than v1.9, a pre-release earlier than its release, a later commit later. What is
 * no version is earlier than all.
 * @see https://semver.org/#spec-item-11
 */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [parse(one) ?? NONE, parse(other) ?? NONE];
  return compare(first.semantic, second.semantic) || first.commits - second.commits;
}

/** Whether what was found is a version, and no earlier one than the minimum. */
export function isAtLeast(minimum: string, found: string): boolean {
  return isVersion(found) && compareVersions(minimum, found) <= 0;
}

/** What tags the images of a commit that is no release: the start of its hash. */
export const COMMIT = /^[0-9a-f]{7,40}$/;

/** Whether two tags are one commit: what was built of it was made, and tested, to run together. */
export function isOneCommit(one: string, other: string): boolean {
  return COMMIT.test(one) && one === other;
}
