import { RunError } from "@pulumi/pulumi";

/** One thing that is wrong with what was asked for. */
export interface Problem {
  /** Where it is, as a person would type it: `services.frontend.scaling.minReplicas`. */
  readonly path: string;
  /** What was given, what is allowed and what to do, in one sentence without the path. */
  readonly message: string;
}

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
    const lines = problems.map((problem) => `  - ${problem.path}: ${problem.message}`);
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

/** The same problems, seen from one level further up. */
export function under(prefix: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, path: `${prefix}.${problem.path}` }));
}
