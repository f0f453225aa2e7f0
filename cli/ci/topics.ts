import { AWS_STACKS } from "../../stacks/names";

/** What workflows tell people of. */
export const TOPICS = [...AWS_STACKS, "scans", "drift"] as const;
export type Topic = (typeof TOPICS)[number];

/** How a job ended. @see https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#needs-context */
export const JOB_RESULTS = ["success", "failure", "cancelled", "skipped"] as const;
export type JobResult = (typeof JOB_RESULTS)[number];
