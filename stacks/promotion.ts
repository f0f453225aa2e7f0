import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Problem } from "../components/base/problems";
import { checkPromotion, type Services } from "../release/promotion";
import { committedTexts, shallowNotes } from "./committed-file";
import type { Config } from "./config";
import { parseSettings, release } from "./settings";

const STAGING = "Pulumi.staging.yaml";

/**
 * What speaks against production's versions, by what staging's file says now and has said in its commits: so plain Pulumi
 * refuses what staging has not run, whoever wrote it. A version that staging no longer has stays allowed.
 * @returns none where nobody knows where the stacks' files are
 */
export function promotionProblems({ folder, thoughts, today }: Config): readonly Problem[] {
  const production = servicesIn(thoughts.release);
  if (folder === undefined || production === undefined) {
    return [];
  }
  const staging = stagingServices(folder);
  if (staging === undefined) {
    return [
      {
        path: STAGING,
        message: `it can't be read, and says which versions may go to production; correct it, or bring it back: git checkout ${STAGING}.`,
      },
    ];
  }
  // Most runs need no git for this.
  const problems = checkPromotion(staging, production, today);
  const left = problems.length === 0 ? [] : checkPromotion(withCommitted(folder, staging), production, today);
  const notes = left.length === 0 ? [] : shallowNotes(folder, STAGING);
  return [...notes, ...left].map((message) => ({ path: "thoughts:release.services", message }));
}

/** @returns undefined if the file is not there, or is broken */
function stagingServices(folder: string): Services | undefined {
  const file = join(folder, STAGING);
  return existsSync(file) ? servicesIn(releaseIn(readFileSync(file, "utf8"))) : undefined;
}

/** The services with what they had in each commit as history. */
function withCommitted(folder: string, staging: Services): Services {
  const releases = committedTexts(folder, STAGING).map(({ text }) => releaseIn(text));
  const entries = (Object.keys(staging) as (keyof Services)[]).map((name) => {
    const earlier = releases.flatMap((one) => versionsIn(one, name)).map((version) => ({ revision: 1, ...version }));
    return [name, { ...staging[name], history: [...(staging[name].history ?? []), ...earlier] }];
  });
  return Object.fromEntries(entries) as Services;
}

/** What a service had in a commit, whose schema may have been another one than today's. */
function versionsIn(given: unknown, service: string): readonly { tag: string; digest?: string | undefined }[] {
  const version = z.object({ tag: z.string(), digest: z.string().optional() });
  const had = version.extend({ history: z.array(version).default([]) });
  const parsed = z.object({ services: z.object({ [service]: had }) }).safeParse(given);
  const found = parsed.success ? parsed.data.services[service] : undefined;
  return found === undefined ? [] : [{ tag: found.tag, digest: found.digest }, ...found.history];
}

/** @returns undefined if the text is broken */
function releaseIn(text: string): unknown {
  try {
    const { config } = parse(text) as { readonly config?: Readonly<Record<string, unknown>> };
    return config?.["thoughts:release"];
  } catch {
    return undefined;
  }
}

function servicesIn(given: unknown): Services | undefined {
  const parsed = parseSettings(release, given);
  return "problems" in parsed ? undefined : parsed.settings.services;
}
