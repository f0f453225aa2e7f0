import type { Octokit } from "@octokit/rest";
import { withoutToken } from "./github";

/** What was asked of GitHub, for people who are told why it did not work. */
export interface Asked {
  readonly api: string;
  /** Which no text has in it. */
  readonly token: string;
  /** What the token may not do, and which right is missing: for status 403. */
  readonly denied: string;
  /** What is not there: for status 404. */
  readonly absent: string;
}

interface Failure {
  readonly status?: number;
  readonly message: string;
  readonly code?: string;
  readonly cause?: Failure;
  readonly response?: { readonly headers: Readonly<Record<string, string | undefined>> };
}

/** Why GitHub did not do it, in words: without the token, and without what the library says. */
export function refusalText(error: unknown, asked: Asked): string {
  return withoutToken(reasonOf(error, asked), asked);
}

function reasonOf(error: unknown, { api, denied, absent }: Asked): string {
  const { status = 0, response, cause, message } = error as Failure;
  if (isLimited(error)) {
    const seconds = response?.headers["retry-after"];
    const wait = seconds === undefined ? "a while" : `${seconds} s`;
    return `GitHub takes no more requests for now (status ${status}). Run it again in ${wait}.`;
  }
  if (status === 401) {
    return "GitHub does not know the token in GITHUB_TOKEN (status 401): it has expired or was taken back. Use another one.";
  }
  if (status === 403) {
    return `the token in GITHUB_TOKEN may not ${denied}`;
  }
  if (status === 404) {
    return `the token in GITHUB_TOKEN sees no ${absent} (status 404).`;
  }
  // The library says 500 of what never answered.
  if (cause !== undefined || status === 0) {
    return `${api} can't be reached: ${firstOf(error as Failure)}. Run it again.`;
  }
  return status >= 500
    ? `GitHub has a fault (status ${status}). Run it again.`
    : `GitHub refuses it (status ${status}): ${message}`;
}

/** Who comments where the token is not a person's. */
const ACTIONS = "github-actions[bot]";

/** Who the token is of. A workflow's own may not ask. */
export async function loginOf(rest: Octokit["rest"]): Promise<string> {
  try {
    return (await rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if ((error as Failure).status === 403 && !isLimited(error)) {
      return ACTIONS;
    }
    throw error;
  }
}

/** What it all came from. */
function firstOf({ code, message, cause }: Failure): string {
  return cause === undefined ? (code ?? message) : firstOf(cause);
}

/** @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isLimited(error: unknown): boolean {
  const { status, response } = error as Failure;
  const { headers = {} } = response ?? {};
  return status === 429 || headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"] === "0";
}
