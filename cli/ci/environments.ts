import type { Octokit } from "@octokit/rest";
import type { AwsStack } from "../../stacks/names";
import { differences } from "./differences";
import { releaseTeams, teamId } from "./teams";

type Rest = Octokit["rest"];

interface Place {
  readonly owner: string;
  readonly repo: string;
}

/** GitHub's environments: those on AWS, and the one of which jobs make demos of pull requests (infra/bootstrap/). */
export type EnvironmentName = AwsStack | "demo";

/** What GitHub demands before a job may speak for an environment, and so take its role on AWS. */
export interface GuardedEnvironment {
  readonly name: EnvironmentName;
  /** What it may run for, sorted: `branch main`, `tag v*`. */
  readonly refs: readonly string[];
  /** Teams of which one has to approve, sorted: `acme/platform`. */
  readonly reviewers: readonly string[];
  /** Whether the one who began it may not approve it. */
  readonly preventSelfReview: boolean;
  /**
   * Whether administrators of the repository may begin a job without the approval. GitHub lets them unless it is told otherwise.
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#allow-administrators-to-bypass-configured-protection-rules
   */
  readonly canAdminsBypass: boolean;
}

/**
 * What a pull request's own runs are for: while it is open or closed unmerged, its merge branch; once it is merged, the branch
 * that it went into.
 * @see https://github.blog/changelog/2025-11-07-actions-pull_request_target-and-environment-branch-protections-changes/
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables for GITHUB_REF of a merged one
 */
const PULL_REQUESTS = "branch refs/pull/*/merge";

/**
 * Staging follows main by itself, and tags get their images there; production waits for an approval. So does a demo: whoever may
 * push a branch may change the workflow in it, and the role administers staging's cluster
 * (docs/decisions/0046-demos-of-pull-requests.md).
 */
export function environments(): readonly GuardedEnvironment[] {
  const canAdminsBypass = false;
  const reviewers = releaseTeams();
  return [
    { name: "staging", refs: ["branch main", "tag v*"], reviewers: [], preventSelfReview: false, canAdminsBypass },
    { name: "production", refs: ["branch main"], reviewers, preventSelfReview: true, canAdminsBypass },
    { name: "demo", refs: ["branch main", PULL_REQUESTS], reviewers, preventSelfReview: false, canAdminsBypass },
  ];
}

/** What is otherwise than it has to be, a line each. */
export async function environmentDifferences(
  rest: Rest,
  place: Place,
  wanted: GuardedEnvironment,
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
  name: EnvironmentName,
): Promise<GuardedEnvironment | undefined> {
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
      // GitHub says it, and its published description of the answer does not.
      canAdminsBypass: (data as Bypass).can_admins_bypass ?? true,
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

/**
 * What GitHub takes and says of an environment beside what its description has.
 * @see https://github.com/google/go-github/blob/master/github/repos_environments.go
 */
interface Bypass {
  readonly can_admins_bypass?: boolean;
}

async function refsOf(rest: Rest, environment: Place & { readonly environment_name: string }): Promise<string[]> {
  return (await policiesOf(rest, environment)).map(({ ref }) => ref).sort();
}

async function policiesOf(rest: Rest, environment: Place & { readonly environment_name: string }) {
  const { data } = await rest.repos.listDeploymentBranchPolicies({ ...environment, per_page: 100 });
  return data.branch_policies.map(({ id = 0, name = "", type = "branch" }) => ({ id, ref: `${type} ${name}` }));
}

/** Makes an environment as it has to be. @throws {UserError} for a team that GitHub does not know */
export async function applyEnvironment(rest: Rest, place: Place, wanted: GuardedEnvironment): Promise<void> {
  const environment = { ...place, environment_name: wanted.name };
  const reviewers = await Promise.all(
    wanted.reviewers.map(async (team) => ({ type: "Team" as const, id: await teamId(rest, team) })),
  );
  const bypass: Bypass = { can_admins_bypass: wanted.canAdminsBypass };
  await rest.repos.createOrUpdateEnvironment({
    ...environment,
    ...bypass,
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
