import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Octokit } from "@octokit/rest";
import { UserError } from "../../engine/user-error";
import type { AwsStack } from "../../stacks/names";
import { ROOT } from "../folders";
import { differences } from "./differences";

type Rest = Octokit["rest"];

interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** What GitHub demands before a job may speak for an environment, and so take its role on AWS. */
export interface DeployedEnvironment {
  readonly name: AwsStack;
  /** What it may run for, sorted: `branch main`, `tag v*`. */
  readonly refs: readonly string[];
  /** Teams of which one has to approve, sorted: `acme/platform`. */
  readonly reviewers: readonly string[];
  /** Whether the one who began it may not approve it. */
  readonly preventSelfReview: boolean;
}

/** Who approves what runs where approves production too: the owners of the stacks' files. */
const RELEASE_FILES = "/Pulumi.*.yaml";

/** Staging follows main by itself, and tags get their images there; production waits for an approval. */
export function environments(
  owners = readFileSync(join(ROOT, ".github", "CODEOWNERS"), "utf8"),
): readonly DeployedEnvironment[] {
  return [
    { name: "staging", refs: ["branch main", "tag v*"], reviewers: [], preventSelfReview: false },
    { name: "production", refs: ["branch main"], reviewers: teamsOf(owners), preventSelfReview: true },
  ];
}

function teamsOf(owners: string): readonly string[] {
  const line = owners.split("\n").find((one) => one.startsWith(`${RELEASE_FILES} `)) ?? "";
  const [, ...teams] = line.trim().split(/\s+/);
  return teams.map((team) => team.replace(/^@/, "")).sort();
}

/** What is otherwise than it has to be, a line each. */
export async function environmentDifferences(
  rest: Rest,
  place: Place,
  wanted: DeployedEnvironment,
): Promise<readonly string[]> {
  const found = await environmentOf(rest, place, wanted.name);
  const name = `environment ${wanted.name}`;
  // A team that reviews is one of the repository's own organization: GitHub says its name without that.
  const reviewers = wanted.reviewers.map((team) => team.split("/").at(-1));
  return found === undefined ? [`${name} is missing`] : differences(name, { ...wanted, reviewers }, found);
}

/** As GitHub has it. @returns undefined if it is not there */
export async function environmentOf(
  rest: Rest,
  place: Place,
  name: AwsStack,
): Promise<DeployedEnvironment | undefined> {
  const environment = { ...place, environment_name: name };
  try {
    const { data } = await rest.repos.getEnvironment(environment);
    const reviews = data.protection_rules?.find(({ type }) => type === "required_reviewers");
    const { reviewers = [], prevent_self_review: preventSelfReview = false } = (reviews ?? {}) as Reviews;
    return {
      name,
      refs: data.deployment_branch_policy?.custom_branch_policies === true ? await refsOf(rest, environment) : ["any"],
      reviewers: reviewers.map(({ reviewer }) => reviewer.slug ?? reviewer.login ?? "").sort(),
      preventSelfReview,
    };
  } catch (error) {
    if ((error as { readonly status?: number }).status === 404) {
      return undefined;
    }
    throw error;
  }
}

/** @see https://docs.github.com/en/rest/deployments/environments#get-an-environment */
interface Reviews {
  readonly prevent_self_review?: boolean;
  readonly reviewers?: readonly { readonly reviewer: { readonly slug?: string; readonly login?: string } }[];
}

async function refsOf(rest: Rest, environment: Place & { readonly environment_name: string }): Promise<string[]> {
  return (await policiesOf(rest, environment)).map(({ ref }) => ref).sort();
}

async function policiesOf(rest: Rest, environment: Place & { readonly environment_name: string }) {
  const { data } = await rest.repos.listDeploymentBranchPolicies({ ...environment, per_page: 100 });
  return data.branch_policies.map(({ id = 0, name = "", type = "branch" }) => ({ id, ref: `${type} ${name}` }));
}

/** Makes an environment as it has to be. @throws {UserError} for a team that GitHub does not know */
export async function applyEnvironment(rest: Rest, place: Place, wanted: DeployedEnvironment): Promise<void> {
  const environment = { ...place, environment_name: wanted.name };
  const reviewers = await Promise.all(wanted.reviewers.map((team) => reviewerOf(rest, team)));
  await rest.repos.createOrUpdateEnvironment({
    ...environment,
    reviewers,
    prevent_self_review: wanted.preventSelfReview,
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  const found = await policiesOf(rest, environment);
  for (const ref of wanted.refs.filter((one) => !found.some((policy) => policy.ref === one))) {
    const [type = "", name = ""] = ref.split(" ");
    await rest.repos.createDeploymentBranchPolicy({ ...environment, name, type: type as "branch" | "tag" });
  }
  for (const { id } of found.filter(({ ref }) => !wanted.refs.includes(ref))) {
    await rest.repos.deleteDeploymentBranchPolicy({ ...environment, branch_policy_id: id });
  }
}

async function reviewerOf(rest: Rest, team: string): Promise<{ readonly type: "Team"; readonly id: number }> {
  const [org = "", team_slug = ""] = team.split("/");
  try {
    return { type: "Team", id: (await rest.teams.getByName({ org, team_slug })).data.id };
  } catch (error) {
    if ((error as { readonly status?: number }).status === 404) {
      throw new UserError(`@${team}, which .github/CODEOWNERS names, is no team of GitHub that this token sees.`);
    }
    throw error;
  }
}
