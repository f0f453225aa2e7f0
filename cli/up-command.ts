/** The first part of a first `up`: everything on AWS, nothing in the cluster (docs/first-up.md). */
const FOUNDATION = " --exclude '**Namespace**' --exclude-dependents";

/** The command that shows what {@link upCommand} would do, with the same policies. */
export function previewCommand(stack: string): string {
  return `pulumi preview -s ${stack} --policy-pack policies`;
}

/**
 * The command by which people bring up an environment on AWS. Plain Pulumi checks policies only where it is told to.
 * @param part what of it is brought up. @default - all of it
 */
export function upCommand(stack: string, part: "all" | "foundation" = "all"): string {
  return `pulumi up -s ${stack} --policy-pack policies${part === "foundation" ? FOUNDATION : ""}`;
}
