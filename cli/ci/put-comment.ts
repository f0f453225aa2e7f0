import { UserError } from "../../engine/user-error";
import { markerOf } from "./markers";
import { gitHubClient } from "./client";
import type { PullRequest } from "./github";
import { type Asked, loginOf, refusalText } from "./refusal";

/** Comments of a page: as many as GitHub gives at once. */
const PER_PAGE = 100;

/**
 * Writes the one comment on a pull request that is about this: the one that is there is written anew. Only one that this token's
 * owner wrote is taken for it, whatever others begin theirs with.
 * @param body begins with a marker, which says what it is about
 * @see https://docs.github.com/en/rest/issues/comments
 * @returns what was done, for people
 * @throws {UserError} if it begins with no marker, or GitHub refuses it or does not answer; it can be run again
 */
export async function putComment(pullRequest: PullRequest, body: string): Promise<string> {
  const { owner, repo, number } = pullRequest;
  const { rest, paginate } = gitHubClient(pullRequest);
  const place = { owner, repo };
  const marker = markerOf(body);
  try {
    const author = await loginOf(rest);
    const comments = await paginate(rest.issues.listComments, { ...place, issue_number: number, per_page: PER_PAGE });
    const known = comments.find((one) => one.user?.login === author && one.body?.startsWith(marker) === true);
    if (known === undefined) {
      const { data } = await rest.issues.createComment({ ...place, issue_number: number, body });
      return `commented: ${data.html_url}`;
    }
    if (known.body?.trim() === body.trim()) {
      return `the comment says so already: ${known.html_url}`;
    }
    await rest.issues.updateComment({ ...place, comment_id: known.id, body });
    return `wrote the comment anew: ${known.html_url}`;
  } catch (error) {
    throw new UserError(`no comment was written: ${refusalText(error, asked(pullRequest))}`);
  }
}

function asked({ owner, repo, number, api, token }: PullRequest): Asked {
  const where = `pull request ${number} of ${owner}/${repo}`;
  return {
    api,
    token,
    denied:
      `comment on ${where} (status 403). Give the job \`pull-requests: write\`; for a pull request from a fork, GitHub ` +
      "gives no such token, and the job's summary has the comment.",
    absent: where,
  };
}
