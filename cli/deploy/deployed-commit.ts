import { SERVICES, type ServiceName } from "../../infra/system";
import type { Update } from "../account/updates";

/** Commits of services whose release is not that of the others: they came in before one that was taken back. */
export type Kept = Readonly<Partial<Record<ServiceName, string>>>;

/** What a stack runs. */
export interface DeployedRelease {
  readonly commit: string;
  readonly kept: Kept;
}

/** How a run that takes a deployment back is called in the stack's history. */
export function wayBackMessage(commit: string, kept: Kept = {}): string {
  const others = Object.entries(kept).map(([service, own]) => `, with ${service} of ${own}`);
  return `way back to the release of ${commit}${others.join("")}`;
}

const WAY_BACK = /^way back to the release of ([0-9a-f]{40})((?:, with [\w-]+ of [0-9a-f]{40})*)$/;

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
 * The release that a stack runs, by its own history: that of the last `up` that went through as a whole, or that which it was
 * taken back to.
 * @param updates the newest first
 * @returns undefined where no `up` went through, or it was made outside of a clone
 */
export function deployedRelease(updates: readonly Update[]): DeployedRelease | undefined {
  // The subject of a commit may have these words too.
  const isPart = new RegExp(`${PART}[0-9a-f]{40}$`);
  const last = updates.find(
    ({ kind, result, message }) => kind === "update" && result === "succeeded" && !isPart.test(message),
  );
  const [, back, others = ""] = WAY_BACK.exec(last?.message ?? "") ?? [];
  const commit = back ?? last?.environment["git.head"];
  return commit === undefined ? undefined : { commit, kept: keptIn(others) };
}

function keptIn(text: string): Kept {
  const named = new Map([...text.matchAll(/, with ([\w-]+) of ([0-9a-f]{40})/g)].map(([, name, own]) => [name, own]));
  return Object.fromEntries(SERVICES.flatMap((name) => (named.has(name) ? [[name, named.get(name)]] : [])));
}
