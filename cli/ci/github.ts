import { UserError } from "../../engine/user-error";

/** A pull request, and what is needed to comment on it. */
export interface PullRequest {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  /** Whoever has it may write comments. */
  readonly token: string;
  /** Of GitHub, or of a company's own GitHub. */
  readonly api: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The pull request that this is run for, as GitHub Actions says it.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @param number of the pull request, if somebody names it. @default - as Actions says
 * @returns what is missing for a comment, if anything is
 */
export function pullRequestOf(environment: Environment, number = numberIn(environment)): PullRequest | string {
  const { GITHUB_TOKEN: given, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api } = environment;
  const token = given?.trim();
  const [owner, repo] = repository?.split("/") ?? [];
  const missing = [
    ...(token ? [] : ["GITHUB_TOKEN, a token that may write comments"]),
    ...(token && /\s/.test(token) ? ["GITHUB_TOKEN that is one word: it has a blank or a line break in it"] : []),
    ...(owner && repo ? [] : ["GITHUB_REPOSITORY, such as owner/name"]),
    ...(number === undefined ? ["number of a pull request (--pull-request, or GITHUB_REF)"] : []),
  ];
  return token && owner && repo && number !== undefined && missing.length === 0
    ? { owner, repo, number, token, api: api ?? "https://api.github.com" }
    : `there is no ${missing.join(", and no ")}`;
}

const SHORTEST_TOKEN = 6;

/** A text without the token: what Node says of a header that it can't send has the header in it. */
export function withoutToken(text: string, { token }: Pick<PullRequest, "token">): string {
  // Shorter parts are in words too, and no token is so short.
  const parts = [token, ...token.split(/\s+/)].filter((part) => part.length >= SHORTEST_TOKEN);
  return parts.reduce((rest, part) => rest.replaceAll(part, "***"), text);
}

/** The repository that variables name, with a token. @returns what is missing, if anything is */
export function repositoryOf(environment: Environment): Omit<PullRequest, "number"> | string {
  const found = pullRequestOf(environment, 1);
  if (typeof found === "string") {
    return found.replace("a token that may write comments", "a token that may change its rules");
  }
  const { owner, repo, token, api } = found;
  return { owner, repo, token, api };
}

/** @throws {UserError} with what is missing to ask for its rules */
export function demandRepository(environment: Environment): Omit<PullRequest, "number"> {
  const found = repositoryOf(environment);
  if (typeof found === "string") {
    throw new UserError(`no repository can be asked: ${found}.`);
  }
  return found;
}

/** @throws {UserError} with what is missing for a comment */
export function demandPullRequest(environment: Environment, number?: number): PullRequest {
  const found = pullRequestOf(environment, number);
  if (typeof found === "string") {
    throw new UserError(`nothing can be commented on: ${found}.`);
  }
  return found;
}

function numberIn({ GITHUB_REF }: Environment): number | undefined {
  const [, number] = /^refs\/pull\/(\d+)\//.exec(GITHUB_REF ?? "") ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Where the files of a run are, for people. @returns undefined outside of Actions */
export function runAddress({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: Environment): string | undefined {
  return GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID
    ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
    : undefined;
}
