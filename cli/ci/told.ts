import type { News } from "./put-issue";
import type { JobResult, Topic } from "./topics";

/** What is known of a job that ended. */
export interface Ended {
  readonly topic: Topic;
  readonly result: Extract<JobResult, "success" | "failure">;
  /** What it wrote of it, as Markdown. @default - nothing */
  readonly report?: string | undefined;
  /** What else should have a report, and has none: `production`. @default - nothing */
  readonly unreported?: readonly string[];
  /** Where it ran. @default - not known */
  readonly address?: string | undefined;
}

const TITLES: Readonly<Record<Topic, string>> = {
  staging: "The deployment of staging failed",
  production: "The deployment of production failed",
  scans: "Packages or images have known vulnerabilities",
  drift: "An environment is otherwise than Git says",
};

/** What people are told of it, as an issue or a comment on one. */
export function newsOf({ topic, result, report, unreported = [], address }: Ended): News {
  const isWell = result === "success";
  const silent = isWell ? `**${topic}**: all is well.` : `**${topic}**: a job failed before there was a report.`;
  const others =
    isWell || report === undefined
      ? []
      : unreported.map((name) => `**${name}**: there is no report. It is not there yet, or a job failed before.`);
  const text = [report?.trim() ?? silent, ...others, ...(address === undefined ? [] : [`[The run](${address})`])].join(
    "\n\n",
  );
  return { topic, title: TITLES[topic], isWell, text, again: topic === "drift" ? "rewrite" : "comment" };
}
