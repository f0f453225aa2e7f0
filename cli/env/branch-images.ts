import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../engine/user-error";
import { byService, definitionOf, type ServiceName, SERVICES } from "../../infra/system";
import type { BranchImages } from "../../stacks/derivation";
import type { DemoSource } from "../../stacks/names";
import { durationText } from "../duration";
import { ROOT } from "../folders";
import { shortHash } from "../short-hash";
import { required, runSteps } from "../steps";
import { Branches } from "./branch";
import { type DigestOf, withDigests } from "./digests";

export interface BranchQuery {
  readonly branch: string;
  /** In whose registry the images have to be. */
  readonly source: DemoSource;
  /** How long the images of the newest commit are waited for, before older ones do. @default 0 */
  readonly waitMs?: number;
}

type Say = (line: string) => void;

/** How often a registry is asked for images that are being built. */
const POLL_MS = 15_000;

/**
 * Looks, as a step that people see, for the images of the newest commit of a branch that has one of every service: parts of two
 * commits were never together.
 * @throws {UserError} if there is no such branch, or no image of it yet
 */
export async function newestImages(query: BranchQuery): Promise<BranchImages> {
  let images: BranchImages | undefined;
  await runSteps([
    {
      title: `Images of ${query.branch}`,
      run: async (say) => {
        const [found, note] = await lookFor(query, say);
        images = found;
        return `Images of ${query.branch}: ${found.commit}${note}`;
      },
    },
  ]);
  return required(images);
}

/** @returns the images, and what was passed over, for people */
async function lookFor(
  { branch, source, waitMs = 0 }: BranchQuery,
  say: Say,
): Promise<readonly [BranchImages, string]> {
  const commits = await new Branches(ROOT, say).newestCommits(branch);
  return withDigests(source, say, async ({ registry, digestOf }) => {
    await waitFor(commits[0] ?? "", { waitMs, say, digestOf });
    for (const [index, commit] of commits.entries()) {
      const digests = await digestsOf(commit, digestOf);
      if (digests !== undefined) {
        const newer = commits.slice(0, index).map(shortHash);
        const note = newer.length === 0 ? "" : `; no images yet of ${newer.join(", ")}`;
        return [{ branch, commit: shortHash(commit), digests }, note];
      }
    }
    throw new UserError(
      `there are no images of branch ${branch} yet: ${registry} has none of ${commits.map(shortHash).join(", ")} for every ` +
        `service (${SERVICES.join(", ")}). Run this again once one of these commits has them. Nothing was changed.`,
    );
  });
}

async function waitFor(
  commit: string,
  { waitMs, say, digestOf }: { readonly waitMs: number; readonly say: Say; readonly digestOf: DigestOf },
): Promise<void> {
  const end = Date.now() + waitMs;
  while (Date.now() < end && (await digestsOf(commit, digestOf)) === undefined) {
    say(`waiting for images of ${shortHash(commit)}, at most ${durationText(end - Date.now())} more`);
    await sleep(Math.min(POLL_MS, Math.max(0, end - Date.now())));
  }
}

/** @returns undefined if a service has no image of this commit */
async function digestsOf(commit: string, digestOf: DigestOf): Promise<BranchImages["digests"] | undefined> {
  const found = new Map<ServiceName, string>();
  for (const service of SERVICES) {
    const digest = await digestOf(definitionOf(service).repository, shortHash(commit));
    if (digest === undefined) {
      return undefined;
    }
    found.set(service, digest);
  }
  return byService((service) => found.get(service) ?? "");
}
