import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { commandProblem, definedCommand } from "../../docs/testing/accepted";
import { commandsIn } from "../../docs/testing/commands";
import { recipesIn } from "../../sandbox/images/recipe";
import { AWS_STACKS } from "../../stacks/names";
import versions from "../../versions.json";
import { ROOT } from "../folders";

type Rights = Readonly<Record<string, string>>;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly "timeout-minutes"?: number;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly "runs-on"?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly permissions?: Rights;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  /** One that calls another workflow has none. */
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Rights;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(ROOT, ".github", "workflows");
const files = readdirSync(FOLDER);
const textOf = (file: string) => readFileSync(join(FOLDER, file), "utf8");
const workflow = (file: string) => parse(textOf(file)) as Workflow;
const jobsOf = (file: string) => Object.entries(workflow(file).jobs);
const needsOf = ({ needs = [] }: Job) => [needs].flat();

const jobs = files.flatMap((file) => jobsOf(file).map(([name, job]) => ({ file, name, job, id: `${file}: ${name}` })));
const own = jobs.filter(({ job }) => job.uses === undefined);
const steps = jobs.flatMap(({ id, job }) => (job.steps ?? []).map((step) => ({ id, job, step })));
const runs = steps.flatMap(({ id, step: { run } }) => (run === undefined ? [] : [{ id, run }]));

/** What workflows put into commands by variables, and a value that each may have. */
const VALUES: Readonly<Record<string, string>> = { GITHUB_BASE_REF: "main", RESULT: "failure", SERVICE: "users" };

/** The rights that a job needs for what it does, beside reading the repository. */
function rightsFor({ steps: own = [] }: Job): Rights {
  const does = (text: string) => own.some(({ uses = "", run = "" }) => `${uses} ${run}`.includes(text));
  return {
    ...(does("aws-actions/configure-aws-credentials@") && { "id-token": "write" }),
    ...(does("actions/attest-") && { attestations: "write" }),
    ...(does("thoughts.mjs ci comment ") && { "pull-requests": "write" }),
    ...(does("thoughts.mjs ci tell ") && { issues: "write" }),
    ...(does("thoughts.mjs ci approval ") && { actions: "read" }),
  };
}

describe("every workflow", () => {
  it.each(files)("%s takes actions by their commit, with the version beside it", (file) => {
    for (const [line] of textOf(file).matchAll(/^.*\buses:.*$/gm)) {
      expect(line).toMatch(
        /uses: ([\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/\w+\.yaml( # zizmor: .+)?)$/,
      );
    }
  });

  it.each(files)("%s runs for a pull request without what a fork must not have", (file) => {
    expect(Object.keys(workflow(file).on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow(file).on)).not.toContain("workflow_run");
    expect(textOf(file)).not.toContain("secrets.");
  });

  it.each(files)("%s gives no right to all of its jobs", (file) => {
    expect(workflow(file).permissions).toEqual({});
  });

  it("takes each action in one version", () => {
    const used = [...new Set(steps.flatMap(({ step: { uses = [] } }) => uses))];
    const names = used.map((action) => action.split("@")[0]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("leaves no token in the clone", () => {
    const checkouts = steps.filter(({ step: { uses = "" } }) => uses.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(5);
    expect(checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  it("calls workflows that there are", () => {
    const called = jobs.flatMap(({ job: { uses = [] } }) => uses);
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe("every job", () => {
  it.each(own)("$id ends by itself, and has the rights that it needs", ({ job }) => {
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(180);
    const { contents, ...rights } = job.permissions ?? {};
    expect(rights).toEqual(rightsFor(job));
    const reads = job.steps?.some(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    expect(reads ? contents : "read").toBe("read");
  });

  it("that takes the role of a deployed environment speaks for that environment", () => {
    const names: readonly string[] = AWS_STACKS;
    const taking = steps.filter(({ step: { uses = "" } }) => uses.startsWith("aws-actions/configure-aws-credentials@"));
    const deploying = taking.filter(({ job: { environment = "" } }) => names.includes(environment));
    expect(deploying.length).toBeGreaterThan(4);
    for (const { job, step } of taking) {
      const role = `\${{ fromJSON(needs.accounts.outputs.${job.environment ?? ""}).role }}`;
      const isDeploying = deploying.some((one) => one.job === job);
      expect(step.with?.["role-to-assume"] === role && needsOf(job).includes("accounts")).toBe(isDeploying);
    }
  });

  it("that may write here takes no role, and one that takes a role may not write here", () => {
    const both = own.filter(
      ({ job: { permissions = {} } }) =>
        permissions["id-token"] !== undefined &&
        ["issues", "pull-requests", "contents", "actions"].some((right) => permissions[right] === "write"),
    );
    expect(both).toEqual([]);
  });

  it("52: runs nothing but what is in this repository, as it takes it", async () => {
    const thoughts = await definedCommand();
    expect(runs.length).toBeGreaterThan(15);
    for (const { id, run } of runs) {
      expect(run, id).not.toContain("${{");
      const line = run.replaceAll(/\$(\w+)/g, (_, name: string) => VALUES[name] ?? `no value for ${name}`);
      if (line === ".ci/run") {
        expect(existsSync(join(ROOT, line))).toBe(true);
        continue;
      }
      const [command, ...others] = commandsIn(
        `\`\`\`sh\n${line.replace(/^node cli\/thoughts\.mjs /, "npx thoughts ")}\n\`\`\``,
      );
      expect([id, line, command && commandProblem(thoughts, command), others]).toEqual([id, line, undefined, []]);
    }
  });

  it("tests each service", () => {
    const { services } = workflow("ci.yaml").jobs;
    expect([...((services?.strategy?.matrix.service ?? []) as string[])].sort()).toEqual(
      recipesIn(ROOT).map(({ folder }) => folder),
    );
  });
});

describe("the workflow of the preview", () => {
  const { concurrency, jobs: both } = workflow("preview.yaml");

  it("comments with code of the branch that it is to be merged into", () => {
    expect(both.comment?.steps?.[0]?.with?.ref).toBe("${{ github.event.pull_request.base.sha }}");
  });

  it("previews one push of a pull request at a time", () => {
    expect(concurrency?.group).toContain("github.event.pull_request.number");
  });
});

describe("the workflow of the delivery", () => {
  const { on, jobs: all } = workflow("delivery.yaml");
  /** All that has to be done before a job. */
  const before = (name: string): readonly string[] => needsOf(all[name] ?? {}).flatMap((one) => [one, ...before(one)]);
  const linesOf = (name: string) => (all[name]?.steps ?? []).flatMap(({ run = [] }) => run);

  it("48: builds images after all tests, which run beside each other", () => {
    expect(Object.keys(on)).toEqual(["push"]);
    expect(all.tests?.uses).toBe("./.github/workflows/ci.yaml");
    expect(jobsOf("ci.yaml").map(([, job]) => needsOf(job))).toEqual([[], []]);
    expect(before("images")).toContain("tests");
  });

  it("50: has no secret: roles are taken by tokens that GitHub gives for a job", () => {
    expect(textOf("delivery.yaml")).not.toMatch(/secrets\.|access-key|password/i);
  });

  it("58: deploys staging on main by itself, and production after staging and an approval", () => {
    expect(all.staging?.if).toBe("${{ github.ref == 'refs/heads/main' }}");
    expect(before("staging")).toEqual(expect.arrayContaining(["tests", "images", "provenance"]));
    expect(before("production")).toEqual(expect.arrayContaining(["staging", "approval"]));
    // An old commit that is run again ends well, and changes nothing: perhaps staging was taken back from it.
    expect(all.approval?.if).toContain("needs.staging.outputs.outcome == 'deployed'");
    // A condition of its own would let it run though one of these failed.
    expect(all.production?.if).toBeUndefined();
  });

  it("changes staging once at a time, and gives up no change that has begun", () => {
    expect(all.staging?.concurrency).toEqual({ group: "deploy-staging", "cancel-in-progress": false });
  });

  it("lets a newer run be approved while an older one waits for its approval", () => {
    expect(all.production?.concurrency).toBeUndefined();
  });

  it.each(["staging", "production"])(
    "brings %s up last, and ends the step before GitHub would cancel the job",
    (stack) => {
      const limit = all[stack]?.steps?.find(({ run = "" }) => run.includes(" deploy "))?.["timeout-minutes"] ?? 0;
      expect(limit).toBeGreaterThan(60);
      expect(limit).toBeLessThan(all[stack]?.["timeout-minutes"] ?? 0);
      expect(linesOf(stack).slice(-2)).toEqual([
        `node cli/thoughts.mjs preflight ${stack}`,
        `node cli/thoughts.mjs deploy ${stack} --yes --report deployment/${stack}.md`,
      ]);
    },
  );

  it("61: brings into production what staging has run and tested, before production runs it", () => {
    expect(linesOf("production")[0]).toBe("node cli/thoughts.mjs images promote --from staging --to production");
  });

  it.each(["staging", "production"])(
    "tells how the deployment of %s ended, unless an old commit was run again",
    (stack) => {
      const telling = all[`tell-${stack}`];
      expect(telling?.if).toContain("!cancelled()");
      expect(telling?.if).toContain(`needs.${stack}.outputs.outcome != 'older'`);
      expect(telling?.environment).toBeUndefined();
      expect(all[stack]?.outputs).toEqual({ outcome: "${{ steps.deploy.outputs.outcome }}" });
    },
  );

  it("tells of all that stops it before staging, and closes no issue by a tag or a job that was given up", () => {
    const { "tell-staging": telling = {} } = all;
    expect([...needsOf(telling)].sort()).toEqual([...new Set([...before("staging"), "staging"])].sort());
    expect(telling.if).toContain("github.ref == 'refs/heads/main'");
    expect(telling.steps?.at(-1)?.env?.RESULT).toBe(
      "${{ contains(needs.*.result, 'failure') && 'failure' || needs.staging.result }}",
    );
  });

  it("tells if what has to approve production can't be asked, which leaves production out", () => {
    const { "tell-production": telling = {} } = all;
    expect([...needsOf(telling)].sort()).toEqual(["approval", "production"]);
    expect(telling.if).toContain("needs.production.result != 'skipped' || needs.approval.result == 'failure'");
    expect(telling.steps?.at(-1)?.env?.RESULT).toBe(
      "${{ contains(needs.*.result, 'failure') && 'failure' || needs.production.result }}",
    );
  });

  it("reaches each environment from a runner of its own", () => {
    const runners = ["staging", "production"].map((stack) => all[stack]?.["runs-on"]);
    expect(runners).toEqual(["STAGING", "PRODUCTION"].map((name) => `\${{ vars.${name}_RUNNER || 'ubuntu-24.04' }}`));
    const inProduction = own.filter(({ job }) => job["runs-on"]?.includes("PRODUCTION_RUNNER"));
    expect(inProduction.map(({ id }) => id)).toEqual(["delivery.yaml: production", "drift.yaml: production"]);
  });

  it("has the whole history where it deploys, and the Pulumi of versions.json", () => {
    for (const name of ["images", "staging", "production"]) {
      expect(all[name]?.steps?.[0]?.with?.["fetch-depth"]).toBe(0);
    }
    const pulumis = steps.filter(({ step: { uses = "" } }) => uses.startsWith("pulumi/actions@"));
    expect(pulumis.map(({ step }) => step.with?.["pulumi-version"])).toEqual([versions.pulumi, versions.pulumi]);
  });
});

describe("the workflow of the scans", () => {
  it("tells of each scan that could not run too", () => {
    const { tell, ...scanning } = workflow("scans.yaml").jobs;
    expect([...needsOf(tell ?? {})].sort()).toEqual(Object.keys(scanning).sort());
    const result = tell?.steps?.find(({ run }) => run !== undefined)?.env?.RESULT;
    expect(result).toContain("contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')");
  });
});

describe("the workflow that looks for drift", () => {
  const { on, jobs: all } = workflow("drift.yaml");

  it("looks at night, as the role that may only look, and each environment from its own runner", () => {
    expect(Object.keys(on)).toEqual(["schedule", "workflow_dispatch"]);
    for (const stack of AWS_STACKS) {
      const { steps: own = [], ...job } = all[stack] ?? {};
      expect(job.environment).toBeUndefined();
      expect(job["runs-on"]).toContain(`vars.${stack.toUpperCase()}_RUNNER`);
      const role = own.find(({ uses = "" }) => uses.startsWith("aws-actions/configure-aws-credentials@"))?.with;
      expect(role?.["role-to-assume"]).toBe(`\${{ fromJSON(needs.accounts.outputs.${stack}).previewRole }}`);
    }
  });

  it("tells of what could not be looked at too", () => {
    const { tell, ...looking } = all;
    expect([...needsOf(tell ?? {})].sort()).toEqual(Object.keys(looking).sort());
  });
});

describe("updates of dependencies", () => {
  interface Updates {
    readonly updates: readonly {
      readonly "package-ecosystem": string;
      readonly directory?: string;
      readonly directories?: readonly string[];
      readonly cooldown: { readonly "default-days": number };
      readonly groups: object;
    }[];
  }
  const { updates } = parse(readFileSync(join(ROOT, ".github", "dependabot.yml"), "utf8")) as Updates;

  it("come in groups, a week after they are out, for each place that has them", () => {
    expect(updates.map((one) => one["package-ecosystem"])).toEqual(["npm", "npm", "github-actions", "docker"]);
    for (const { cooldown, groups, directory, directories = [directory] } of updates) {
      expect(cooldown["default-days"]).toBeGreaterThanOrEqual(7);
      expect(Object.keys(groups).length).toBeGreaterThan(0);
      expect(directories.filter((folder = "") => !existsSync(join(ROOT, folder)))).toEqual([]);
    }
  });
});
