import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { UserError } from "../../../engine/user-error";
import { repositoryOf, runAddress } from "../../ci/github";
import { newsOf } from "../../ci/told";
import type { JobResult, Topic } from "../../ci/topics";

export interface TellOptions {
  readonly result: JobResult;
  /** Files that jobs wrote of it, as Markdown; one that is not there is left out. @default - nothing but where it ran */
  readonly report?: readonly string[];
}

/** `ci tell`: tells of a failure of a workflow, and of the recovery from it, by an issue. */
export async function tell(topic: Topic, { result, report = [] }: TellOptions): Promise<void> {
  if (result === "skipped" || result === "cancelled") {
    console.log(`${topic}: the job was ${result}, so there is nothing to tell.`);
    return;
  }
  const repository = repositoryOf(process.env);
  if (typeof repository === "string") {
    throw new UserError(`nobody can be told: ${repository}.`);
  }
  const { putIssue } = await import("../../ci/put-issue.js");
  const texts = report.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  const unreported = report.filter((file) => !existsSync(file)).map((file) => basename(file, ".md"));
  const text = texts.length === 0 ? undefined : texts.join("\n\n");
  const news = newsOf({ topic, result, report: text, unreported, address: runAddress(process.env) });
  console.log(await putIssue(repository, news));
}
