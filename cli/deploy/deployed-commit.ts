import type { Update } from "../account/updates";

/** How a run that takes a deployment back is called in the stack's history. */
export function wayBackMessage(commit: string): string {
  return `way back to the release of ${commit}`;
}

const PART = " on the way to the release of ";

/** How a run that brings in a part of a commit is called: services come in one after the other. */
export function partMessage(commit: string, services: readonly string[]): string {
  return `${services.join(", ")}${PART}${commit}`;
}

/**
 * The commit that a stack was last to be brought to, whatever came of it: part of it may run.
 * @param updates the newest first
 */
export function newestCommit(updates: readonly Update[]): string | undefined {
  return updates.find(({ kind }) => kind === "update")?.environment["git.head"];
}

/**
 * The commit whose release a stack runs, by its own history: that of the last `up` that went through as a whole, or that which it was
 * taken back to.
 * @param updates the newest first
 * @returns undefined where no `up` went through, or it was made outside of a clone
 */
export function deployedCommit(updates: readonly Update[]): string | undefined {
  // The subject of a commit may have these words too.
  const isPart = new RegExp(`${PART}[0-9a-f]{40}$`);
  const last = updates.find(
    ({ kind, result, message }) => kind === "update" && result === "succeeded" && !isPart.test(message),
  );
  const [, back] = /^way back to the release of ([0-9a-f]{40})$/.exec(last?.message ?? "") ?? [];
  return back ?? last?.environment["git.head"];
}
