/** One thing that is wrong with what was asked for. */
export interface Problem {
  /** Where it is, as a person would type it: `services.frontend.scaling.minReplicas`. */
  readonly path: string;
  /** What was given, what is allowed and what to do, in one sentence without the path. */
  readonly message: string;
}

/** The same problems, seen from one level further up. */
export function under(prefix: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, path: `${prefix}.${problem.path}` }));
}
