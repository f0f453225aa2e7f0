import { existsSync, readFileSync } from "node:fs";
import { UserError } from "../../../engine/user-error";
import { repositoryOf, runAddress } from "../../ci/github";
import type { JobResult, Topic } from "../../ci/topics";

export interface TellOptions {
  readonly result: JobResult;
  /** What the job wrote of it. @default - nothing but where it ran */
  readonly report?: string;
}

/** `ci tell`: tells of a failure of a workflow, and of the recovery from it, by an issue. */
export async function tell(topic: Topic, { result, report }: TellOptions): Promise<void> {
  if (result === "skipped" || result === "cancelled") {
    console.log(`${topic}: the job was ${result}, so there is nothing to tell.`);
    return;
  }
  const repository = repositoryOf(process.env);
  if (typeof repository === "string") {
    throw new UserError(`nobody can be told: ${repository}.`);
  }
  const isWell = result === "success";
  const { putIssue } = await import("../../ci/put-issue.js");
  console.log(await putIssue(repository, { topic, title: TITLES[topic], isWell, text: textOf(topic, isWell, report) }));
}

const TITLES: Readonly<Record<Topic, string>> = {
  staging: "The deployment of staging failed",
  production: "The deployment of production failed",
  scans: "Packages or images have known vulnerabilities",
};

function textOf(topic: Topic, isWell: boolean, report: string | undefined): string {
  const told = report !== undefined && existsSync(report) ? readFileSync(report, "utf8").trim() : undefined;
  const address = runAddress(process.env);
  return [
    told ??
      (isWell ? `**${topic}**: all is well again.` : `**${topic}**: the job failed before it had anything to report.`),
    ...(address === undefined ? [] : [`[The run](${address})`]),
  ].join("\n\n");
}
