import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../folders";

interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (file: string) => parse(readFileSync(join(ROOT, ".github", "workflows", file), "utf8")) as Workflow;
const demo = workflow("demo.yaml");
const prune = workflow("prune.yaml");

describe("the workflow of demos", () => {
  it("works on one demo at a time, and breaks none off", () => {
    expect(demo.concurrency).toEqual({
      group:
        "demo-${{ github.event.pull_request.number }}-" +
        "${{ (!github.event.label || github.event.label.name == 'demo') && 'demo' || github.run_id }}",
      "cancel-in-progress": false,
    });
  });

  it("runs nothing of the pull request: each job checks out the branch that it is to be merged into", () => {
    for (const { steps } of Object.values(demo.jobs)) {
      const [checkout] = steps;
      expect(checkout?.uses).toMatch(/^actions\/checkout@/);
      expect(checkout?.with?.ref).toBe("${{ github.event.pull_request.base.ref }}");
    }
  });

  it("gives AWS's credentials to one job, which may write nothing at GitHub, and to none of a fork", () => {
    const credentials = Object.entries(demo.jobs).filter(
      ([, { permissions }]) => permissions?.["id-token"] === "write",
    );
    expect(credentials.map(([name, { permissions, environment }]) => [name, permissions, environment])).toEqual([
      ["demo", { contents: "read", "id-token": "write" }, "demo"],
    ]);
    expect(demo.jobs.demo?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository &&");
    expect(demo.jobs.fork?.permissions).toEqual({ contents: "read" });
  });

  it("hears of all that ends a demo", () => {
    const { types } = demo.on.pull_request as { readonly types: readonly string[] };
    expect(types).toEqual(["labeled", "unlabeled", "synchronize", "reopened", "closed"]);
  });
});

describe("the workflow that prunes", () => {
  it("runs by itself, once an hour, from main, without anybody's approval", () => {
    expect(Object.keys(prune.on)).toEqual(["schedule", "workflow_dispatch"]);
    expect(prune.jobs.prune?.environment).toBeUndefined();
    expect(prune.jobs.prune?.permissions).toEqual({ contents: "read", "id-token": "write" });
  });
});

describe.each([
  ["demos", demo],
  ["pruning", prune],
])("the workflow of %s", (_, { jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it("puts nothing that somebody else has written into a command", () => {
    for (const { run = "", env = {} } of steps) {
      expect(run).not.toContain("${{");
      expect(Object.keys(env).filter((name) => name !== "GITHUB_TOKEN")).toEqual([]);
    }
  });
});
