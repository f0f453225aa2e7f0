/** Environments on AWS, each in an account of its own: `stacks/<name>.ts`, and the files of two stacks, `<name>` and `bootstrap-<name>`. */
export const AWS_STACKS = ["staging", "production"] as const;

/** All environments: `stacks/environments.ts` says how each is made. */
export const STACKS = ["local", ...AWS_STACKS] as const;
export type Stack = (typeof STACKS)[number];

/** Stacks that make the accounts of environments ready for these. */
export const BOOTSTRAP_STACKS: readonly string[] = AWS_STACKS.map((name) => `bootstrap-${name}`);
