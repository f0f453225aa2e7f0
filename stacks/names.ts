/** Environments on AWS, each in an account of its own: `stacks/<name>.ts`, and the files of two stacks, `<name>` and `bootstrap-<name>`. */
export const AWS_STACKS = ["staging", "production"] as const;
export type AwsStack = (typeof AWS_STACKS)[number];

/** All environments: `stacks/environments.ts` says how each is made. */
export const STACKS = ["local", ...AWS_STACKS] as const;
export type Stack = (typeof STACKS)[number];

/** Environments that stand in the cluster of another one, which is one of these. Their own names are free but for the start. */
export const DEMO_SOURCES = ["local", "staging"] as const;
export type DemoSource = (typeof DEMO_SOURCES)[number];

/** What a demo's name starts with. */
export const DEMO_PREFIX = "demo-";
/** Most characters of it. */
export const DEMO_MOST = 40;
export const DEMO = /^demo-[a-z0-9]([a-z0-9-]{0,33}[a-z0-9])?$/;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names for a namespace's name */
export function isDemo(stack: string): boolean {
  return DEMO.test(stack);
}

/** The own stack of an environment's account. */
export type BootstrapStack = `bootstrap-${AwsStack}`;

/** Stacks that make the accounts of environments ready for these. */
export const BOOTSTRAP_STACKS: readonly string[] = AWS_STACKS.map((name) => `bootstrap-${name}`);

/** Stacks that can be rehearsed: those on AWS. `local` is brought up as it is. */
export const REHEARSED_STACKS: readonly string[] = [...AWS_STACKS, ...BOOTSTRAP_STACKS];
