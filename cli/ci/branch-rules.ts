import type { Octokit, RestEndpointMethodTypes } from "@octokit/rest";
import { differences } from "./differences";
import { releaseTeams, teamId } from "./teams";

/** As GitHub takes it. @see https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset */
type Given = RestEndpointMethodTypes["repos"]["createRepoRuleset"]["parameters"];

/** A set of rules, as GitHub takes it. */
export type Ruleset = Pick<Given, "name" | "target" | "enforcement" | "bypass_actors" | "conditions" | "rules">;

/** A set of rules, with teams by their names. */
export interface TeamRuleset extends Omit<Ruleset, "bypass_actors"> {
  /** Who may go around each of its rules: `acme/platform`. */
  readonly bypassTeams: readonly string[];
}

/**
 * GitHub Actions, as an app of github.com: anybody who may write could say of any other name that it passed.
 * @see https://docs.github.com/en/rest/apps/apps#get-an-app for its number: https://api.github.com/apps/github-actions
 */
const ACTIONS = 15_368;

/** What may be merged, what stays as it is, and who names versions. Each set is known by its name. */
export const RULESETS: readonly TeamRuleset[] = [
  {
    name: "main",
    target: "branch",
    enforcement: "active",
    bypassTeams: [],
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [
      { type: "deletion" },
      { type: "non_fast_forward" },
      {
        type: "pull_request",
        parameters: {
          required_approving_review_count: 1,
          require_code_owner_review: true,
          dismiss_stale_reviews_on_push: true,
          require_last_push_approval: true,
          required_review_thread_resolution: true,
        },
      },
      {
        type: "required_status_checks",
        parameters: {
          // Up to date with what it is merged into: two changes that pass alone may not pass together.
          strict_required_status_checks_policy: true,
          // Jobs of .github/workflows.
          required_status_checks: ["test", "preview"].map((context) => ({ context, integration_id: ACTIONS })),
        },
      },
    ],
  },
  {
    // A version names one content for good.
    name: "versions",
    target: "tag",
    enforcement: "active",
    bypassTeams: [],
    conditions: { ref_name: { include: ["refs/tags/v*"], exclude: [] } },
    rules: [{ type: "deletion" }, { type: "update" }],
  },
  {
    // Jobs for a tag `v…` speak for staging (environments.ts), with the workflow of the tag's commit: a person who may make
    // one can take staging's role. A set of its own, because who goes around a set goes around all of its rules.
    // https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#restrict-creations
    name: "new versions",
    target: "tag",
    enforcement: "active",
    bypassTeams: releaseTeams(),
    conditions: { ref_name: { include: ["refs/tags/v*"], exclude: [] } },
    rules: [{ type: "creation" }],
  },
];

/** As GitHub takes it, which knows teams by their numbers. @throws {UserError} for a team that it does not know */
export async function rulesetFor(rest: Octokit["rest"], { bypassTeams, ...rules }: TeamRuleset): Promise<Ruleset> {
  const ids = await Promise.all(bypassTeams.map((team) => teamId(rest, team)));
  const bypass = ids.map((actor_id) => ({ actor_id, actor_type: "Team" as const, bypass_mode: "always" as const }));
  return { ...rules, bypass_actors: bypass };
}

/** What is otherwise than it has to be, a line each; fields that are not named here may be anything. */
export function rulesetDifferences(wanted: Ruleset, found: unknown): readonly string[] {
  return differences(wanted.name, byType(wanted), byType(found));
}

/** Rules by their type: GitHub keeps no order of them. */
function byType(ruleset: unknown): unknown {
  const { rules, ...rest } = ruleset as { readonly rules?: readonly { readonly type: string }[] };
  return { ...rest, rules: Object.fromEntries((rules ?? []).map((rule) => [rule.type, rule])) };
}
