import { type Problem, problemText } from "../../components/base/problems";
import { UserError } from "../../engine/user-error";

/** Something to know before an environment is brought up. */
export interface Check {
  readonly title: string;
  /** Whether the account has to be asked. */
  readonly asks: boolean;
  /** Changes nothing. @returns all that speaks against an `up` */
  readonly look: () => Promise<readonly Problem[]>;
}

export interface CheckResult {
  readonly title: string;
  readonly problems: readonly Problem[];
  /** Why it could not be known. @default - undefined: it is known */
  readonly unknown?: string;
}

/**
 * Makes all checks, so that everything that is wrong is said at once.
 * @param refusesToAnswer why the account can't be asked. @default - undefined: it can
 */
export async function results(checks: readonly Check[], refusesToAnswer?: string): Promise<readonly CheckResult[]> {
  const found: CheckResult[] = [];
  for (const { title, asks, look } of checks) {
    if (asks && refusesToAnswer !== undefined) {
      found.push({ title, problems: [], unknown: "not asked" });
      continue;
    }
    try {
      found.push({ title, problems: await look() });
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      found.push({ title, problems: [], unknown: error.message });
    }
  }
  return found;
}

/** What is shown of a check in its line. */
export function resultText({ problems, unknown }: CheckResult): string {
  if (unknown !== undefined) {
    return unknown.split("\n")[0] ?? unknown;
  }
  return problems.length === 0 ? "nothing against it" : `${problems.length} to mend`;
}

/** @throws {UserError} with all that is to be mended, and with what could not be known */
export function refuseAll(subject: string, found: readonly CheckResult[], refusesToAnswer?: string): void {
  const problems = found.flatMap((result) => result.problems);
  const unknown = found.filter((result) => result.unknown !== undefined);
  const lines = [
    ...problems.map((problem) => `  - ${problemText(problem)}`),
    ...(refusesToAnswer === undefined ? [] : [`  - the account was not asked: ${refusesToAnswer}`]),
    ...unknown
      .filter((result) => result.unknown !== "not asked")
      .map((result) => `  - ${result.title} could not be known: ${result.unknown ?? ""}`),
  ];
  if (lines.length > 0) {
    throw new UserError(`${subject} would not come up; nothing was changed.\n${lines.join("\n")}`);
  }
}
