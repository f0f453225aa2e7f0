import type { Octokit } from "@octokit/rest";
import { UserError } from "../../engine/user-error";
import { type TeamRuleset, rulesetDifferences, rulesetFor, RULESETS } from "./branch-rules";
import type { AwsStack } from "../../stacks/names";
import { gitHubClient } from "./client";
import {
  applyEnvironment,
  environmentDifferences,
  environmentOf,
  environments,
  type GuardedEnvironment,
} from "./environments";
import { type PullRequest, withoutToken } from "./github";

/** A repository, and a token that may change its rules. */
export type Repository = Pick<PullRequest, "owner" | "repo" | "token" | "api">;

type Rest = Octokit["rest"];

/**
 * Holds the branch rules, the environments and the code owners of a repository against those of this tree.
 * @param apply whether what differs is made so
 * @returns what differs, or was made so
 * @throws {UserError} if GitHub refuses it or does not answer; it can be run again
 */
export async function repositoryRules(repository: Repository, apply: boolean): Promise<readonly string[]> {
  const { owner, repo } = repository;
  const { rest } = gitHubClient(repository);
  try {
    const { data: known } = await rest.repos.getRepoRulesets({ owner, repo, includes_parents: false, per_page: 100 });
    const lines: string[] = [];
    for (const wanted of RULESETS) {
      const id = known.find(({ name }) => name === wanted.name)?.id;
      lines.push(...(await heldAgainst(rest, { owner, repo }, { wanted, id, apply })));
    }
    for (const wanted of environments()) {
      lines.push(...(await environmentHeldAgainst(rest, { owner, repo }, wanted, apply)));
    }
    return [...lines, ...(await ownerProblems(rest, { owner, repo }))];
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(reasonOf(error, repository));
  }
}

/**
 * That nobody reaches production without an approval: GitHub has required reviewers of a private repository on its Enterprise
 * plan only, and without them a job for the environment begins at once.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#required-reviewers
 * @throws {UserError} if nobody has to approve, or GitHub does not say so
 */
export async function demandApproval(repository: Repository, name: AwsStack): Promise<void> {
  const { owner, repo } = repository;
  let found: GuardedEnvironment | undefined;
  try {
    found = await environmentOf(gitHubClient(repository).rest, { owner, repo }, name);
  } catch (error) {
    throw new UserError(reasonOf(error, repository));
  }
  if (found === undefined || found.reviewers.length === 0) {
    throw new UserError(
      `nobody has to approve what is deployed to ${name}, so no workflow does it: GitHub's environment ${name} has no required ` +
        `reviewers. Make them (npx thoughts ci rules --apply); where GitHub's plan has none for this repository, ` +
        `a person deploys: npx thoughts deploy ${name} (docs/delivery.md).`,
    );
  }
}

async function environmentHeldAgainst(
  rest: Rest,
  place: { readonly owner: string; readonly repo: string },
  wanted: GuardedEnvironment,
  apply: boolean,
): Promise<readonly string[]> {
  const found = await environmentDifferences(rest, place, wanted);
  if (!apply || found.length === 0) {
    return found;
  }
  await applyEnvironment(rest, place, wanted);
  return [`environment ${wanted.name}: made as this tree says`];
}

async function heldAgainst(
  rest: Rest,
  place: { readonly owner: string; readonly repo: string },
  {
    wanted: named,
    id,
    apply,
  }: { readonly wanted: TeamRuleset; readonly id: number | undefined; readonly apply: boolean },
): Promise<readonly string[]> {
  if (id === undefined && !apply) {
    return [`${named.name} is missing`];
  }
  const wanted = await rulesetFor(rest, named);
  const found = id === undefined ? {} : (await rest.repos.getRepoRuleset({ ...place, ruleset_id: id })).data;
  const differences = rulesetDifferences(wanted, found);
  if (!apply || differences.length === 0) {
    return differences;
  }
  if (id === undefined) {
    await rest.repos.createRepoRuleset({ ...place, ...wanted });
  } else {
    await rest.repos.updateRepoRuleset({ ...place, ...wanted, ruleset_id: id });
  }
  return [`${wanted.name}: made as this tree says`];
}

/** A line of CODEOWNERS with an owner that GitHub does not know demands nobody's approval. */
async function ownerProblems(
  rest: Rest,
  place: { readonly owner: string; readonly repo: string },
): Promise<readonly string[]> {
  const { data } = await rest.repos.codeownersErrors(place);
  return data.errors.map(({ path, line, kind, source = "" }) => `${path}:${line} ${kind}: ${source.trim()}`);
}

/** In words, without the token. */
function reasonOf(error: unknown, repository: Repository): string {
  const { owner, repo, api } = repository;
  const {
    status = 0,
    message: said,
    cause,
  } = error as { readonly status?: number; readonly message: string; readonly cause?: unknown };
  const message = withoutToken(said, repository);
  if (status === 401) {
    return "GitHub does not know the token in GITHUB_TOKEN (status 401): it has expired or was taken back. Use another one.";
  }
  if (status === 403 || (status === 404 && cause === undefined)) {
    return `the token in GITHUB_TOKEN may not see or change the rules of ${owner}/${repo} (status ${status}). It needs the permission Administration of that repository, to write, also where it only looks: GitHub shows nobody else who may go around the rules.`;
  }
  return cause !== undefined || status === 0 || status >= 500
    ? `${api} gives no answer that can be used (status ${status}): ${message}. Run it again; what was made stays.`
    : `GitHub refuses it (status ${status}): ${message}`;
}
