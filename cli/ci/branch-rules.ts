import type { RestEndpointMethodTypes } from "@octokit/rest";

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

function differences(path: string, wanted: unknown, found: unknown): readonly string[] {
  if (Array.isArray(wanted)) {
    if (found === undefined && path.endsWith(".bypass_actors")) {
      // https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset: only who may change a set sees them.
      return [`${path} is not shown to this token; use one that may write (Administration: write)`];
    }
    const [own, others] = [wanted, Array.isArray(found) ? found : []].map((list) => list.map(shown).sort());
    return shown(own) === shown(others) ? [] : [`${path} is ${shown(found)}, and has to be ${shown(wanted)}`];
  }
  if (!isObject(wanted)) {
    return wanted === found ? [] : [`${path} is ${shown(found)}, and has to be ${shown(wanted)}`];
  }
  const there = isObject(found) ? found : {};
  const more = path.endsWith(".rules") ? Object.keys(there).filter((key) => !(key in wanted)) : [];
  return [
    ...Object.entries(wanted).flatMap(([key, value]) => differences(`${path}.${key}`, value, there[key])),
    ...more.map((key) => `${path}.${key} is there, and is not to be`),
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  // GitHub keeps no order of keys either.
  const sorted = (_: string, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner;
  return value === undefined ? "missing" : JSON.stringify(value, sorted);
}
