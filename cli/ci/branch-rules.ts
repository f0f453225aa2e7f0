import type { RestEndpointMethodTypes } from "@octokit/rest";
import { differences } from "./differences";

/** A set of rules, as GitHub takes it. @see https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset */
export type Ruleset = Pick<
  RestEndpointMethodTypes["repos"]["createRepoRuleset"]["parameters"],
  "name" | "target" | "enforcement" | "bypass_actors" | "conditions" | "rules"
>;

/**
 * GitHub Actions, as an app of github.com: anybody who may write could say of any other name that it passed.
 * @see https://docs.github.com/en/rest/apps/apps#get-an-app for its number: https://api.github.com/apps/github-actions
 */
const ACTIONS = 15_368;

/** What may be merged, and what stays as it is. Each set is known by its name. */
export const RULESETS: readonly Ruleset[] = [
  {
    name: "main",
    target: "branch",
    enforcement: "active",
    bypass_actors: [],
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
    bypass_actors: [],
    conditions: { ref_name: { include: ["refs/tags/v*"], exclude: [] } },
    rules: [{ type: "deletion" }, { type: "update" }],
  },
];

/** What is otherwise than it has to be, a line each; fields that are not named here may be anything. */
export function rulesetDifferences(wanted: Ruleset, found: unknown): readonly string[] {
  return differences(wanted.name, byType(wanted), byType(found));
}

/** Rules by their type: GitHub keeps no order of them. */
function byType(ruleset: unknown): unknown {
  const { rules, ...rest } = ruleset as { readonly rules?: readonly { readonly type: string }[] };
  return { ...rest, rules: Object.fromEntries((rules ?? []).map((rule) => [rule.type, rule])) };
}
