import { demandPullRequest } from "../../ci/github";
import { markerOf } from "../../ci/markers";
import { textOfFile } from "../../given-file";

export interface CommentOptions {
  /** @default - as GitHub Actions says */
  readonly pullRequest?: number;
}

/** `ci comment`: writes a file as the one comment on a pull request about the same. Runs nothing of the pull request itself. */
export async function comment(file: string, options: CommentOptions): Promise<void> {
  const text = readComment(file);
  const pullRequest = demandPullRequest(process.env, options.pullRequest);
  const { putComment } = await import("../../ci/put-comment.js");
  console.log(await putComment(pullRequest, text));
}

function readComment(file: string): string {
  const text = textOfFile(file);
  markerOf(text);
  return text;
}
