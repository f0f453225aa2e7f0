// Ours, not GitHub's: a local double of the endpoints of its API that rulesets and environments are listed, read, made and
// changed by, and of those that say which lines of CODEOWNERS are wrong and which teams there are. What it answers has the types of GitHub's published description.
import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { Repository } from "../repository-rules";
import { type Answer, type Call, LocalApi } from "./local-api";

type Methods = RestEndpointMethodTypes["repos"];
type Ruleset = Methods["getRepoRuleset"]["response"]["data"];
type OwnerError = Methods["codeownersErrors"]["response"]["data"]["errors"][number];

const RULESETS = "/repos/acme/thoughts/rulesets";

const ENVIRONMENTS = "/repos/acme/thoughts/environments";
const POLICIES = "deployment-branch-policies";

/** An environment, and what it may run for. */
interface Environment {
  readonly prevent_self_review: boolean;
  readonly can_admins_bypass?: boolean;
  readonly reviewers: readonly { readonly type: string; readonly id: number }[];
  policies: { readonly id: number; readonly name: string; readonly type: string }[];
}

export class RulesDouble extends LocalApi {
  readonly rulesets: Ruleset[] = [];
  readonly ownerErrors: OwnerError[] = [];
  readonly environments = new Map<string, Environment>();
  /** Teams of the organization `example`, each by its number. */
  readonly teams = new Map([["platform", 7]]);
  /** What everything is answered with. @default - as it should be */
  status: number | undefined;

  repository(): Repository {
    return { owner: "acme", repo: "thoughts", token: "of-an-administrator", api: this.address };
  }

  protected answerTo({ method, url: { pathname }, sent }: Call): Answer {
    const [status, body] = this.#answerTo(method, pathname, sent);
    return { status, body };
  }

  #answerTo(method: string, path: string, given: string): readonly [number, unknown] {
    if (this.status !== undefined) {
      return [this.status, { message: "a fault" }];
    }
    if (path === "/repos/acme/thoughts/codeowners/errors") {
      return [200, { errors: this.ownerErrors }];
    }
    if (path === RULESETS && method === "POST") {
      return [201, this.#keep(this.rulesets.length + 1, given)];
    }
    if (path === RULESETS) {
      // A list has no rules in it.
      return [200, this.rulesets.map(({ id, name, enforcement }) => ({ id, name, enforcement }))];
    }
    const [, team] = /^\/orgs\/example\/teams\/(.+)$/.exec(path) ?? [];
    if (team !== undefined) {
      const number = this.teams.get(team);
      return number === undefined ? [404, { message: "Not Found" }] : [200, { id: number, slug: team }];
    }
    if (path.startsWith(`${ENVIRONMENTS}/`)) {
      const [name = "", , id] = path.slice(ENVIRONMENTS.length + 1).split("/");
      return path.includes(POLICIES)
        ? this.#policies(method, this.environments.get(name), id, given)
        : this.#environment(method, name, given);
    }
    const id = Number(path.slice(RULESETS.length + 1));
    const known = this.rulesets.find((ruleset) => ruleset.id === id);
    return known === undefined
      ? [404, { message: "Not Found" }]
      : [200, method === "PUT" ? this.#keep(id, given) : known];
  }

  #environment(method: string, name: string, given: string): readonly [number, unknown] {
    if (method === "PUT") {
      const made = JSON.parse(given) as Environment;
      this.environments.set(name, { ...made, policies: this.environments.get(name)?.policies ?? [] });
    }
    const known = this.environments.get(name);
    if (known === undefined) {
      return [404, { message: "Not Found" }];
    }
    const slugOf = (id: number) => [...this.teams].find(([, number]) => number === id)?.[0];
    const reviewers = known.reviewers.map(({ type, id }) => ({ type, reviewer: { slug: slugOf(id) } }));
    // Who is not told otherwise lets administrators go around it.
    const { prevent_self_review, can_admins_bypass = true } = known;
    // One without reviewers has no such rule.
    const reviews = reviewers.length === 0 ? [] : [{ type: "required_reviewers", prevent_self_review, reviewers }];
    const deployment_branch_policy = { protected_branches: false, custom_branch_policies: true };
    const protection_rules = [...reviews, { type: "branch_policy" }];
    return [200, { name, can_admins_bypass, protection_rules, deployment_branch_policy }];
  }

  #policies(
    method: string,
    environment: Environment | undefined,
    id: string | undefined,
    given: string,
  ): readonly [number, unknown] {
    if (environment === undefined) {
      return [404, { message: "Not Found" }];
    }
    if (method === "DELETE") {
      environment.policies = environment.policies.filter((policy) => String(policy.id) !== id);
      return [204, {}];
    }
    if (method === "POST") {
      const made = JSON.parse(given) as { readonly name: string; readonly type: string };
      environment.policies.push({ id: environment.policies.length + 1, ...made });
    }
    return [200, { branch_policies: environment.policies }];
  }

  #keep(id: number, given: string): Ruleset {
    const made = { ...(JSON.parse(given) as Ruleset), source: "acme/thoughts", id, node_id: `RRS_${id}` };
    this.rulesets.splice(id - 1, 1, made);
    return made;
  }
}
