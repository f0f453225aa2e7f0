import { RunError } from "@pulumi/pulumi";
import { type Problem, problemText } from "./problems";

/**
 * Refuses bad input: every problem at once, and no stack trace (the engine prints only the message of a `RunError`).
 */
export class ProblemsError extends RunError {
  constructor(
    /** What was being checked: `the settings of stack local`. */
    readonly subject: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map((problem) => `  - ${problemText(problem)}`);
    super(`${count} in ${subject}; nothing was changed.\n${lines.join("\n")}`);
  }
}

/**
 * Stops before anything is registered if there is a problem.
 * @throws {ProblemsError} naming all of them
 */
export function refuse(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ProblemsError(subject, problems);
  }
}
