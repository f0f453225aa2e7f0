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

/**
 * What people type to bring in what no command of ours brings in, a line each. `local` is such a stack where its services come
 * from Git.
 * @param touched what nothing else may change but
 */
export function bringInLines(stack: string, touched: string): readonly string[] {
  return stack === "local"
    ? [
        "npm run up    changes no pod",
        "npx thoughts render local --deployed --to FOLDER    then commit FOLDER: docs/gitops.md",
      ]
    : [
        `${previewCommand(stack)}    must touch nothing but ${touched}`,
        `${upCommand(stack)}         waits until its pods are ready`,
      ];
}
