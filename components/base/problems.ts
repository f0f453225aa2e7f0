/** One thing that is wrong with what was asked for. */
export interface Problem {
  /** Where it is, as a person would type it: `services.frontend.scaling.minReplicas`. */
  readonly path: string;
  /** The file and line where it stands: `Pulumi.local.yaml:12`. @default - not known */
  readonly at?: string;
  /** What was given, what is allowed and what to do, in one sentence without the path. */
  readonly message: string;
}

/** A problem as people read it: `Pulumi.local.yaml:12  thoughts:domain: …`. */
export function problemText({ path, message, at }: Problem): string {
  return `${at === undefined ? "" : `${at}  `}${path}: ${message}`;
}

/** The same problems, seen from one level further up. */
export function under(prefix: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, path: `${prefix}.${problem.path}` }));
}
