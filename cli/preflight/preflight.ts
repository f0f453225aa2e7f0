import { type Problem, problemText } from "../../components/base/problems";
import { UserError } from "../../engine/user-error";
import type { AwsCaller } from "../account/caller";

type Problems = readonly Problem[] | Promise<readonly Problem[]>;

/** Something to know before a stack is brought up. `look` changes nothing, and says all that speaks against it. */
export type Check =
  /** Files and programs of this machine tell it. */
  | { readonly title: string; readonly kind: "machine"; readonly look: () => Problems }
  /** The account tells it. */
  | { readonly title: string; readonly kind: "account"; readonly look: (caller: AwsCaller) => Problems };

export interface CheckResult {
  readonly title: string;
  readonly problems: readonly Problem[];
  /** Why it could not be known. @default - undefined: it is known */
  readonly unknown?: string;
}

/** What all checks of a stack found. */
export interface Findings {
  readonly results: readonly CheckResult[];
  /** Why the account was not asked. @default - undefined: it was */
  readonly notAsked?: string;
}

/**
 * Makes all checks, so that everything that is wrong is said at once.
 * @param caller who asks the account, or why it can't be asked
 */
export async function findingsOf(checks: readonly Check[], caller: AwsCaller | string): Promise<Findings> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    results.push(await resultOf(check, caller));
  }
  return { results, ...(typeof caller === "string" && { notAsked: caller }) };
}

async function resultOf(check: Check, caller: AwsCaller | string): Promise<CheckResult> {
  const { title } = check;
  try {
    switch (check.kind) {
      case "machine":
        return { title, problems: await check.look() };
      case "account":
        return typeof caller === "string"
          ? { title, problems: [], unknown: NOT_ASKED }
          : { title, problems: await check.look(caller) };
      default:
        return check satisfies never;
    }
  } catch (error) {
    if (error instanceof UserError) {
      return { title, problems: [], unknown: error.message };
    }
    throw error;
  }
}

const NOT_ASKED = "not asked";

/** What is shown of a check in its line. */
export function resultText({ problems, unknown }: CheckResult): string {
  if (unknown !== undefined) {
    return unknown.split("\n")[0] ?? unknown;
  }
  return problems.length === 0 ? "nothing against it" : `${problems.length} to mend`;
}

/** @throws {UserError} with all that is to be mended, and with what could not be known */
export function refuseAll(stack: string, { results, notAsked }: Findings): void {
  const problems = results.flatMap((result) => result.problems);
  const unknown = results.filter((result) => result.unknown !== undefined && result.unknown !== NOT_ASKED);
  const lines = [
    ...problems.map((problem) => `  - ${problemText(problem)}`),
    ...(notAsked === undefined ? [] : [`  - the account was not asked: ${notAsked}`]),
    ...unknown.map((result) => `  - ${result.title} could not be known: ${result.unknown ?? ""}`),
  ];
  if (lines.length > 0) {
    throw new UserError(`stack ${stack} would not come up; nothing was changed.\n${lines.join("\n")}`);
  }
}
