import type { Update } from "../account/updates";

/** How a run that takes a deployment back is called in the stack's history. */
export function wayBackMessage(commit: string): string {
  return `way back to the release of ${commit}`;
}

/**
 * The commit that a stack was last to be brought to, whatever came of it: part of it may run.
 * @param updates the newest first
 */
export function newestCommit(updates: readonly Update[]): string | undefined {
  return updates.find(({ kind }) => kind === "update")?.environment["git.head"];
}

/**
 * The commit whose release a stack runs, by its own history: that of the last `up` that went through, or that which it was taken
 * back to.
 * @param updates the newest first
 * @returns undefined where no `up` went through, or it was made outside of a clone
 */
export function deployedCommit(updates: readonly Update[]): string | undefined {
  const last = updates.find(({ kind, result }) => kind === "update" && result === "succeeded");
  const [, back] = /^way back to the release of ([0-9a-f]{40})$/.exec(last?.message ?? "") ?? [];
  return back ?? last?.environment["git.head"];
}
