import { changesText } from "../../engine/pulumi/progress";
import { type Run, RunFailed } from "../../engine/pulumi/run";
import { UserError } from "../../engine/user-error";
import { ROOT } from "../folders";

const NOTHING_SEEN: Run = { changes: [], same: 0, outputChanges: [], violations: [], unjudged: [], warnings: [] };

/** A preview that came to its end, or what was seen of it until it failed, and why it did. */
export interface Previewed {
  readonly seen: Run;
  /** @default - it came to its end */
  readonly failure?: string;
}

/**
 * Runs a preview of a program that somebody wants to bring in: that it fails is a result like any other.
 * @throws what is no mistake of the program
 */
export async function previewed(preview: () => Promise<Run>): Promise<Previewed> {
  try {
    return { seen: await preview() };
  } catch (error) {
    if (error instanceof RunFailed) {
      // Its first line names a file of this machine.
      return { seen: error.seen, failure: forReviewers(error.message.split("\n").slice(1)) };
    }
    if (error instanceof UserError) {
      return { seen: NOTHING_SEEN, failure: forReviewers(error.message.split("\n")) };
    }
    throw error;
  }
}

/** What came of it, in a step's line. */
export function previewedText({ seen, failure }: Previewed): string {
  return failure === undefined ? changesText(seen) : "it failed";
}

/** Without the calls that led to an error, and with files as they are called in the repository. */
function forReviewers(lines: readonly string[]): string {
  return lines
    .filter((line) => !/^\s+at /.test(line))
    .join("\n")
    .replaceAll(`${ROOT}/`, "");
}
