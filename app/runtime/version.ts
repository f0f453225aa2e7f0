import { compare } from "semver";
import { z } from "zod";
import { readVariables } from "./variables";

/** What is in this image: stamped when it is built (docs/system.md#versions). */
export interface Version {
  /** The commit's full hash. */
  readonly commit: string;
  /** The tag, such as `v2.3`; `git describe` between tags. */
  readonly version: string;
}

/** What an image says that was not stamped; it is no version, and so passes no check. */
export const BAD_VERSION = "BAD VERSION";

const variables = z.object({
  VERSION_SHA: z.string().min(1).default(BAD_VERSION),
  VERSION_NAME: z.string().min(1).default(BAD_VERSION),
});

export function readVersion(environment: NodeJS.ProcessEnv): Version {
  const { VERSION_SHA, VERSION_NAME } = readVariables(variables, environment);
  return { commit: VERSION_SHA, version: VERSION_NAME };
}

const NUMBER = "(0|[1-9]\\d*)";
/** `v1.6` or `v1.6.0`, a pre-release of it (`v1.6-rc.1`), or what `git describe` makes of a later commit (`v1.6-3-g2257f9c`). */
const VERSION = new RegExp(
  `^v${NUMBER}(?:\\.${NUMBER})?(?:\\.${NUMBER})?(?:-(\\d+)-g[0-9a-f]+|-([0-9A-Za-z]+(?:\\.[0-9A-Za-z]+)*))?$`,
);

/** @returns a version of Semantic Versioning, and the commits since it; undefined if it is none */
function parse(text: string): { readonly semantic: string; readonly commits: number } | undefined {
  const [whole, major, minor = "0", patch = "0", commits = "0", preRelease] = VERSION.exec(text) ?? [];
  const suffix = preRelease === undefined ? "" : `-${preRelease}`;
  return whole === undefined
    ? undefined
    : { semantic: `${major}.${minor}.${patch}${suffix}`, commits: Number(commits) };
}

/**
 * Whether what was found is a version, and no earlier one than the minimum: v1.10 is later than v1.9, a pre-release earlier
 * than its release, a later commit later.
 * @see https://semver.org/#spec-item-11
 */
export function isAtLeast(minimum: string, found: string): boolean {
  const [least, given] = [parse(minimum), parse(found)];
  if (least === undefined || given === undefined) {
    return false;
  }
  return (compare(given.semantic, least.semantic) || given.commits - least.commits) >= 0;
}
