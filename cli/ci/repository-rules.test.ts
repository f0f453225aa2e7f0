import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../folders";
import { RULESETS } from "./branch-rules";
import { environments } from "./environments";
import { demandApproval, repositoryRules } from "./repository-rules";
import { RulesDouble } from "./testing/rules-double";

const MADE = [...RULESETS, ...environments().map(({ name }) => ({ name: `environment ${name}` }))].map(
  ({ name }) => `${name}: made as this tree says`,
);

describe("the rules of a repository", () => {
  let github: RulesDouble;

  beforeEach(async () => {
    github = new RulesDouble();
    await github.start();
  });
  afterEach(() => github.stop());

  const check = () => repositoryRules(github.repository(), false);
  const apply = () => repositoryRules(github.repository(), true);
  /** The environment production. */
  const made = () => {
    const production = github.environments.get("production");
    if (production === undefined) {
      throw new Error("it was not made");
    }
    return production;
  };
  const changes = () => github.calls.filter((call) => !call.startsWith("GET "));

  it("are said to be missing, and only --apply makes them; then nothing differs", async () => {
    expect(await check()).toEqual([
      "main is missing",
      "versions is missing",
      "new versions is missing",
      "environment staging is missing",
      "environment production is missing",
      "environment demo is missing",
    ]);
    expect(changes()).toEqual([]);
    expect(await apply()).toEqual(MADE);
    expect(await check()).toEqual([]);
    const made = changes().length;
    expect(await apply()).toEqual([]);
    expect(changes()).toHaveLength(made);
  });

  it("that somebody has changed are named by field, and made right again", async () => {
    await apply();
    const [main] = github.rulesets;
    const [, , pullRequest, checks] = main?.rules ?? [];
    if (main === undefined || pullRequest?.type !== "pull_request" || checks?.type !== "required_status_checks") {
      throw new Error("the rules were not made in this order");
    }
    main.enforcement = "disabled";
    Object.assign(pullRequest.parameters ?? {}, { require_code_owner_review: false });
    Object.assign(checks.parameters ?? {}, { required_status_checks: [{ context: "test" }] });
    main.rules = [pullRequest, checks, { type: "creation" }];
    expect(await check()).toEqual([
      'main.enforcement is "disabled", and has to be "active"',
      'main.rules.deletion.type is missing, and has to be "deletion"',
      'main.rules.non_fast_forward.type is missing, and has to be "non_fast_forward"',
      "main.rules.pull_request.parameters.require_code_owner_review is false, and has to be true",
      'main.rules.required_status_checks.parameters.required_status_checks is [{"context":"test"}], and has to be [{"context":"test","integration_id":15368},{"context":"preview","integration_id":15368}]',
      "main.rules.creation is there, and is not to be",
    ]);
    expect(await apply()).toEqual(MADE.slice(0, 1));
    expect(await check()).toEqual([]);
  });

  it("take a check from GitHub Actions alone, in whatever order GitHub says it", async () => {
    await apply();
    const rule = github.rulesets[0]?.rules?.find(({ type }) => type === "required_status_checks");
    if (rule?.type !== "required_status_checks") {
      throw new Error("there is no such rule");
    }
    const answered = (...checks: readonly object[]) => {
      Object.assign(rule.parameters ?? {}, { required_status_checks: checks });
      return check();
    };
    const ofActions = (context: string) => ({ integration_id: 15_368, context });
    expect(await answered(ofActions("preview"), ofActions("test"))).toEqual([]);
    expect(await answered(ofActions("preview"), { context: "test" })).toHaveLength(1);
  });

  it("58: let main and versions into staging by themselves, and only main into production, after an approval", async () => {
    await apply();
    const { staging, production } = Object.fromEntries(github.environments);
    expect(staging?.reviewers).toEqual([]);
    expect(staging?.policies).toMatchObject([
      { name: "main", type: "branch" },
      { name: "v*", type: "tag" },
    ]);
    expect(production?.reviewers).toEqual([{ type: "Team", id: 7 }]);
    expect(production?.prevent_self_review).toBe(true);
    expect(production?.policies).toMatchObject([{ name: "main", type: "branch" }]);
  });

  it("let only the owners of the stacks' files name a version, whose jobs take staging's role, and nobody move one", async () => {
    await apply();
    const tags = github.rulesets.filter(({ target }) => target === "tag");
    expect(
      tags.map(({ name, rules = [], bypass_actors }) => [name, rules.map(({ type }) => type), bypass_actors]),
    ).toEqual([
      ["versions", ["deletion", "update"], []],
      ["new versions", ["creation"], [{ actor_id: 7, actor_type: "Team", bypass_mode: "always" }]],
    ]);
    const tagged = environments().filter(({ refs }) => refs.some((ref) => ref.startsWith("tag ")));
    expect(tagged.flatMap(({ refs }) => refs.filter((ref) => ref.startsWith("tag ")))).toEqual(["tag v*"]);
    for (const { conditions } of tags) {
      expect(conditions?.ref_name).toEqual({ include: ["refs/tags/v*"], exclude: [] });
    }
    Object.assign(github.rulesets.find(({ name }) => name === "new versions") ?? {}, { bypass_actors: [] });
    expect(await check()).toEqual([
      'new versions.bypass_actors is [], and has to be [{"actor_id":7,"actor_type":"Team","bypass_mode":"always"}]',
    ]);
  });

  it("let runs of pull requests make demos, after an approval", async () => {
    await apply();
    const demo = github.environments.get("demo");
    expect(demo?.policies).toMatchObject([
      { name: "main", type: "branch" },
      { name: "refs/pull/*/merge", type: "branch" },
    ]);
    expect(demo?.reviewers).toEqual([{ type: "Team", id: 7 }]);
  });

  it("let no administrator go around an approval", async () => {
    await apply();
    github.environments.set("production", { ...made(), can_admins_bypass: true });
    expect(await check()).toEqual(["environment production.canAdminsBypass is true, and has to be false"]);
    await apply();
    expect(made().can_admins_bypass).toBe(false);
  });

  it("of an environment that somebody has changed are named by field, and made right again", async () => {
    await apply();
    const production = made();
    github.environments.set("production", { ...production, reviewers: [] });
    production.policies.push({ id: 9, name: "release/*", type: "branch" });
    expect(await check()).toEqual([
      'environment production.refs is ["branch main","branch release/*"], and has to be ["branch main"]',
      'environment production.reviewers is [], and has to be ["platform"]',
      "environment production.preventSelfReview is false, and has to be true",
    ]);
    expect(await apply()).toEqual(["environment production: made as this tree says"]);
    expect(await check()).toEqual([]);
  });

  it("let no workflow deploy where nobody has to approve", async () => {
    const demand = () => demandApproval(github.repository(), "production");
    await expect(demand()).rejects.toThrow("nobody has to approve what is deployed to production");
    await apply();
    await demand();
    github.environments.set("production", { ...made(), reviewers: [] });
    await expect(demand()).rejects.toThrow("a person deploys: npx thoughts deploy production");
  });

  it("name a team that GitHub does not know", async () => {
    github.teams.clear();
    await expect(apply()).rejects.toThrow("@example/platform, which .github/CODEOWNERS names, is no team");
  });

  it("have code owners that GitHub knows", async () => {
    await apply();
    const source = "*  @example/thoughts\n";
    github.ownerErrors.push({
      line: 3,
      column: 4,
      kind: "Unknown owner",
      path: ".github/CODEOWNERS",
      source,
      message: "",
    });
    expect(await check()).toEqual([".github/CODEOWNERS:3 Unknown owner: *  @example/thoughts"]);
  });

  it.each([
    [401, /does not know the token/],
    [403, /needs the permission Administration of that repository, to write, also where it only looks/],
    [404, /may not see or change the rules of acme\/thoughts/],
    [500, /gives no answer that can be used \(status 500\).*Run it again/],
  ])("are not known where GitHub answers %i", async (status, reason) => {
    github.status = status;
    await expect(check()).rejects.toThrow(reason);
  });

  it("51: demand checks that a workflow makes, on a branch that is up to date", () => {
    const folder = join(ROOT, ".github", "workflows");
    const jobs = readdirSync(folder).flatMap((file) =>
      Object.keys((parse(readFileSync(join(folder, file), "utf8")) as { jobs: object }).jobs),
    );
    const demanded = RULESETS.flatMap(({ rules = [] }) =>
      rules.flatMap((rule) =>
        rule.type === "required_status_checks"
          ? (rule.parameters?.required_status_checks.map(({ context }) => context) ?? [])
          : [],
      ),
    );
    expect(JSON.stringify(RULESETS)).toContain('"strict_required_status_checks_policy":true');
    expect(demanded.length).toBeGreaterThan(0);
    expect(demanded.filter((context) => !jobs.includes(context))).toEqual([]);
  });
});

describe("code owners", () => {
  const lines = readFileSync(join(ROOT, ".github", "CODEOWNERS"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/\s+/));

  it("are there for all that decides what runs where", () => {
    const owned = lines.map(([pattern]) => pattern);
    expect(owned).toEqual(
      expect.arrayContaining(["*", "/.github/", "/Pulumi.*.yaml", "/stacks/", "/release/", "/policies/"]),
    );
    expect(lines.filter((line) => !/^@[\w-]+\/[\w-]+$/.test(line[1] ?? ""))).toEqual([]);
  });

  it("are of files that there are", () => {
    const files = readdirSync(ROOT, { withFileTypes: true }).map(
      (entry) => `${entry.name}${entry.isDirectory() ? "/" : ""}`,
    );
    const isThere = (pattern: string) => {
      const [first = ""] = pattern.slice(1).split(/(?<=\/)/);
      const named = new RegExp(`^${first.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`);
      return files.some((file) => named.test(file));
    };
    expect(lines.map(([pattern = ""]) => pattern).filter((pattern) => pattern !== "*" && !isThere(pattern))).toEqual(
      [],
    );
  });
});
