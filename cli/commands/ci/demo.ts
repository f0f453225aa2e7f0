import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeWhole } from "../../../engine/process/file";
import { UserError } from "../../../engine/user-error";
import { SERVICES } from "../../../infra/system";
import { type DemoSource } from "../../../stacks/names";
import { expiryOf } from "../../../stacks/demo-settings";
import { demoComment, type DemoOutcome, toldReason } from "../../ci/demo-comment";
import { demoRequest, type DemoRequest } from "../../ci/demo-request";
import { runAddress } from "../../ci/github";
import { jobSummary } from "../../ci/step-output";
import { readDemo } from "../../env/demo-file";
import { textOfFile } from "../../given-file";
import { minuteText } from "../../minute-text";
import { shortHash } from "../../short-hash";
import { outsideAsker } from "../../smoke/asker";
import { patiently } from "../../smoke/patience";
import { type Finding, isWell, smokeTest } from "../../smoke/smoke";
import { findingLines } from "../../smoke/text";
import { versionsOf } from "../../smoke/versions";

export interface DemoOptions {
  /** The file of the event. @default - as GitHub Actions says */
  readonly event?: string;
  readonly ttl: string;
  readonly wait: string;
  readonly out: string;
}

const SOURCE = "staging" satisfies DemoSource;

/**
 * `ci demo`: brings the demo of a pull request up, or up to date, or removes it, as an event of the pull request says, and writes
 * what to comment. It runs nothing of the pull request but its images. Ends with 1 if it could not be done, or if the demo does
 * not answer as it should.
 */
export async function demo(options: DemoOptions): Promise<void> {
  const request = demoRequest(eventText(options.event));
  if (request.kind === "none") {
    console.log("This event asks for no demo.");
    return;
  }
  try {
    write(await done(request, options), options.out);
  } catch (error) {
    if ("name" in request) {
      write({ kind: "failed", name: request.name, why: toldReason(error) }, options.out);
    }
    throw error;
  }
}

async function done(
  request: Exclude<DemoRequest, { readonly kind: "none" }>,
  { ttl, wait }: DemoOptions,
): Promise<DemoOutcome> {
  switch (request.kind) {
    case "up": {
      const { name, owner, scope, branch, commit } = request;
      const { clone } = await import("../env/clone.js");
      const urls = await clone(SOURCE, name, { owner, scope, ttl, follow: branch, wait, up: true });
      const { demo: settings } = readDemo(name);
      const findings = await askedOutside(name, urls);
      return {
        ...{ kind: "up", name, urls, branch, findings },
        commit: settings.follow?.commit ?? "",
        newest: shortHash(commit),
        until: minuteText(expiryOf(settings)),
      };
    }
    case "down": {
      const { removeInAccount } = await import("../../env/account-run.js");
      await removeInAccount(request.name, SOURCE);
      return { kind: "removed", name: request.name };
    }
    case "refused":
      return request;
    default:
      return request satisfies never;
  }
}

/** Asks from outside, where its role needs no further right; the frontend's answers show that it reaches the others. */
async function askedOutside(name: string, urls: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const places = { urls, outside: outsideAsker() };
  const findings = await patiently(() => smokeTest(SERVICES, versionsOf(name), places), console.log);
  console.log(findingLines(findings).join("\n"));
  process.exitCode = isWell(findings) ? 0 : 1;
  return findings;
}

function eventText(file = process.env.GITHUB_EVENT_PATH): string {
  if (!file) {
    throw new UserError(
      "there is no event: name its file with --event, or let GitHub Actions say it (GITHUB_EVENT_PATH).",
    );
  }
  return textOfFile(file);
}

/** The comment, as a file and on the run's own page: of a fork's run, that is all that GitHub lets be shown. */
function write(outcome: DemoOutcome, out: string): void {
  const text = demoComment(outcome, runAddress(process.env));
  mkdirSync(out, { recursive: true });
  const file = join(resolve(out), "comment.md");
  writeWhole(file, text, 0o644);
  jobSummary(text);
  console.log(`\n${file}`);
}
