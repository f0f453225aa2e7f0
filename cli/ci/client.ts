import { Octokit } from "@octokit/rest";
import type { PullRequest } from "./github";

/** How long GitHub is waited for, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** GitHub as a token reaches it. It prints nothing: who asks says what went wrong. */
export function gitHubClient({ token, api }: Pick<PullRequest, "token" | "api">): Octokit {
  const silent = () => undefined;
  return new Octokit({
    auth: token,
    baseUrl: api,
    userAgent: "thoughts",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      fetch: (url: string, options: RequestInit) => fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) }),
    },
  });
}
