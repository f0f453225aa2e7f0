import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../../engine/process/file";
import { AWS_STACKS } from "../../../stacks/names";
import type { Checks } from "../../ci/checks";
import { pullRequestOf, runAddress } from "../../ci/github";
import { jobSummary } from "../../ci/step-output";
import { ROOT } from "../../folders";
import { madeFolder, written } from "../../output-place";
import { mergeBaseOf } from "../../preview/base";
import { documentOf, reportOf } from "../../preview/document";
import { previewAll } from "../../preview/preview";
import { secretsOf } from "../../preview/secrets";
import { headline } from "../../report/headline";
import type { ChangeReport } from "../../report/report";

export interface PullRequestOptions {
  /** The branch that this one is to be merged into. */
  readonly base: string;
  readonly checks: Checks;
  readonly out: string;
  /** @default - as GitHub Actions says */
  readonly pullRequest?: number;
}

/**
 * `ci pull-request`: what CI does for a pull request. Ends with 0 if all is well, with 1 if it could not be done, with 2 if a
 * preview failed, and with 3 if a check did; the comment is written in each case but the second.
 */
export async function pullRequest({ base: name, checks, out, pullRequest: number }: PullRequestOptions): Promise<void> {
  // First, because it is quickly known: a base that is not there.
  const base = mergeBaseOf(ROOT, name);
  const place = { option: "--out", path: out };
  const folder = madeFolder(place);
  const isWell = await check(checks, base.commit);
  const found = await previewAll(AWS_STACKS, () => base);
  const report = reportOf(found, secretsOf(process.env));
  const file = written(place, () => write(report, folder));
  console.log(`\n${headline(report)}\n${file}`);
  // Of a fork's run, this is all that GitHub lets be shown.
  jobSummary(readFileSync(file, "utf8"));
  await post(file, number);
  const isFailed = found.some(({ failure }) => failure !== undefined);
  process.exitCode = isFailed ? 2 : isWell ? 0 : 3;
}

/** @returns whether all is well */
async function check(checks: Checks, base: string): Promise<boolean> {
  switch (checks) {
    case "all":
      return run(join(ROOT, ".ci", "run"));
    case "changed":
      return run("npm", "run", "test:changed", "--", "--base", base);
    case "none":
      return true;
    default:
      return checks satisfies never;
  }
}

async function run(program: string, ...args: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { cwd: ROOT, stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0;
}

/** The comment, and all of it for a browser and for machines. @returns the comment's file */
function write(report: ChangeReport, folder: string): string {
  const names = { markdown: "comment.md", html: "report.html", json: "report.json" } as const;
  const whole = runAddress(process.env) ?? names.html;
  writeWhole(join(folder, names.html), documentOf(report, "html"), 0o644);
  writeWhole(join(folder, names.json), documentOf(report, "json"), 0o644);
  writeWhole(join(folder, names.markdown), documentOf(report, "markdown", whole), 0o644);
  return join(folder, names.markdown);
}

/** Where there is a pull request, and somebody has said so: others find the comment in its file. */
async function post(file: string, number: number | undefined): Promise<void> {
  const found = pullRequestOf(process.env, number);
  if (typeof found === "string") {
    console.log(`Not posted: ${found}.`);
    return;
  }
  const { comment } = await import("./comment.js");
  await comment(file, { pullRequest: found.number });
}
