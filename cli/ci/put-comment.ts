import type { Octokit } from "@octokit/rest";
import { UserError } from "../../engine/user-error";
import { MARKER } from "../report/markdown/comment";
import { gitHubClient } from "./client";
import { type PullRequest, withoutToken } from "./github";

/** Who comments where the token is not a person's. */
const ACTIONS = "github-actions[bot]";

/** Comments of a page: as many as GitHub gives at once. */
const PER_PAGE = 100;

/**
 * Writes the one comment of a pull request: the one that is there is written anew. Only one that this token's owner wrote is
 * taken for it, whatever others begin theirs with.
 * @see https://docs.github.com/en/rest/issues/comments
 * @returns what was done, for people
 * @throws {UserError} if GitHub refuses it or does not answer; it can be run again
 */
export async function putComment(pullRequest: PullRequest, body: string): Promise<string> {
  const { owner, repo, number } = pullRequest;
  const { rest, paginate } = gitHubClient(pullRequest);
  const place = { owner, repo };
  try {
    const author = await loginOf(rest);
    const comments = await paginate(rest.issues.listComments, { ...place, issue_number: number, per_page: PER_PAGE });
    const known = comments.find((one) => one.user?.login === author && one.body?.startsWith(MARKER) === true);
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
    throw new UserError(`no comment was written: ${withoutToken(reasonOf(error, pullRequest), pullRequest)}`);
  }
}

/** Who the token is of. A workflow's own may not ask. */
async function loginOf(rest: Octokit["rest"]): Promise<string> {
  try {
    return (await rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if (statusOf(error) === 403 && !isLimited(error)) {
      return ACTIONS;
    }
    throw error;
  }
}

interface Failure {
  readonly status?: number;
  readonly message: string;
  readonly code?: string;
  readonly cause?: Failure;
  readonly response?: { readonly headers: Readonly<Record<string, string | undefined>> };
}

function statusOf(error: unknown): number {
  return (error as Failure).status ?? 0;
}

/** What it all came from. */
function firstOf({ code, message, cause }: Failure): string {
  return cause === undefined ? (code ?? message) : firstOf(cause);
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isLimited(error: unknown): boolean {
  const { headers = {} } = (error as Failure).response ?? {};
  return statusOf(error) === 429 || headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"] === "0";
}

/** In words, without what the library says. */
function reasonOf(error: unknown, { owner, repo, number, api }: PullRequest): string {
  const { status = 0, response, cause, message } = error as Failure;
  const where = `pull request ${number} of ${owner}/${repo}`;
  if (isLimited(error)) {
    const seconds = response?.headers["retry-after"];
    const wait = seconds === undefined ? "a while" : `${seconds} s`;
    return `GitHub takes no more requests for now (status ${status}). Run it again in ${wait}.`;
  }
  if (status === 401) {
    return "GitHub does not know the token in GITHUB_TOKEN (status 401): it has expired or was taken back. Use another one.";
  }
  if (status === 403) {
    return (
      `the token in GITHUB_TOKEN may not comment on ${where} (status 403). Give the job \`pull-requests: write\`; ` +
      "for a pull request from a fork, GitHub gives no such token, and the job's summary has the comment."
    );
  }
  if (status === 404) {
    return `the token in GITHUB_TOKEN sees no ${where} (status 404).`;
  }
  // The library says 500 of what never answered.
  if (cause !== undefined || status === 0) {
    return `${api} can't be reached: ${firstOf(error as Failure)}. Run it again.`;
  }
  return status >= 500
    ? `GitHub has a fault (status ${status}). Run it again.`
    : `GitHub refuses it (status ${status}): ${message}`;
}
