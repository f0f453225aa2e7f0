import { z } from "zod";
import { readVariables } from "./variables";

/** What is in this image: stamped when it is built (seed-facts section 9). */
export interface Version {
  /** The commit's full hash. */
  readonly commit: string;
  /** The tag, such as `v2.3`; `git describe` between tags. */
  readonly version: string;
}

/** What an image says that was not stamped; it sorts before every version, and so passes no check. */
export const BAD_VERSION = "BAD VERSION";

const variables = z.object({
  VERSION_SHA: z.string().min(1).default(BAD_VERSION),
  VERSION_NAME: z.string().min(1).default(BAD_VERSION),
});

export function readVersion(environment: NodeJS.ProcessEnv): Version {
  const { VERSION_SHA, VERSION_NAME } = readVariables(variables, environment);
  return { commit: VERSION_SHA, version: VERSION_NAME };
}

const natural = new Intl.Collator("en", { numeric: true });

/** Whether a version is at least the minimum, in natural order: v1.10 is later than v1.9. */
export function isAtLeast(minimum: string, found: string): boolean {
  return natural.compare(minimum, found) <= 0;
}
