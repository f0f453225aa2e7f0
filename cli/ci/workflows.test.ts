import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../folders";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>
  >;
}

const FOLDER = join(ROOT, ".github", "workflows");
const files = readdirSync(FOLDER);
const textOf = (file: string) => readFileSync(join(FOLDER, file), "utf8");
const workflow = (file: string) => parse(textOf(file)) as Workflow;
const stepsOf = (file: string) => Object.values(workflow(file).jobs).flatMap(({ steps }) => steps);

describe("every workflow", () => {
  it.each(files)("%s takes actions by their commit, with the version beside it", (file) => {
    for (const [line] of textOf(file).matchAll(/^.*\buses:.*$/gm)) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it.each(files)("%s runs for a pull request without what a fork must not have", (file) => {
    expect(Object.keys(workflow(file).on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow(file).on)).not.toContain("workflow_run");
    expect(textOf(file)).not.toContain("secrets.");
  });

  it.each(files)("%s leaves no token in the clone", (file) => {
    const checkouts = stepsOf(file).filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });
});

describe("the workflow of the preview", () => {
  const { permissions, concurrency, jobs } = workflow("preview.yaml");

  it("gives the job that runs the pull request's code no right to write", () => {
    expect(permissions).toEqual({});
    expect(jobs.preview?.permissions).toEqual({ contents: "read" });
  });

  it("comments with code of the branch that it is to be merged into", () => {
    const { steps = [], permissions: rights } = jobs.comment ?? {};
    expect(rights).toEqual({ contents: "read", "pull-requests": "write" });
    expect(steps[0]?.with?.ref).toBe("${{ github.event.pull_request.base.sha }}");
  });

  it("previews one push of a pull request at a time", () => {
    expect(concurrency.group).toContain("github.event.pull_request.number");
  });

  it("runs nothing but commands of this repository, with options that they have", () => {
    const lines = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      const [, words = ""] = /^node cli\/thoughts\.mjs ((?:[a-z][a-z-]* )+)/.exec(line) ?? [];
      const help = execFileSync(
        process.execPath,
        [join(ROOT, "cli", "thoughts.mjs"), ...words.trim().split(" "), "--help"],
        { encoding: "utf8" },
      );
      expect(help).toContain(`Usage: thoughts ${words.trim()} `);
      for (const [option] of line.matchAll(/--[a-z-]+/g)) {
        expect(help).toContain(`  ${option} `);
      }
    }
  });
});
