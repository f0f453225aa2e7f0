import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployerOf } from "./deployer";
import { jobSummary, stepOutput } from "./step-output";
import { newsOf } from "./told";

describe("what people are told of a job", () => {
  it("is what it wrote, and where it ran", () => {
    expect(newsOf({ topic: "staging", result: "failure", report: "**taken back**\n", address: "https://x/1" })).toEqual(
      {
        topic: "staging",
        title: "The deployment of staging failed",
        isWell: false,
        text: "**taken back**\n\n[The run](https://x/1)",
        again: "comment",
      },
    );
  });

  it("names what has no report beside one that says that all is well", () => {
    const drift = { topic: "drift", report: "**staging: no resource**", unreported: ["production"] } as const;
    expect(newsOf({ ...drift, result: "failure" }).text).toContain("**production**: there is no report.");
    expect(newsOf({ ...drift, result: "success" }).text).toBe("**staging: no resource**");
  });

  it("says so if it wrote nothing", () => {
    expect(newsOf({ topic: "scans", result: "success" }).text).toBe("**scans**: all is well.");
    expect(newsOf({ topic: "production", result: "failure" }).text).toBe(
      "**production**: a job failed before there was a report.",
    );
  });
});

describe("a step of a workflow", () => {
  it("tells later ones, and the run's page, by the files that GitHub names; elsewhere by nothing", () => {
    const folder = mkdtempSync(join(tmpdir(), "thoughts-step-"));
    const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
    const role = deployerOf("staging", { account: "123456789012", region: "eu-central-1" });
    stepOutput("staging", JSON.stringify(role), files);
    stepOutput("production", "", files);
    jobSummary("**staging**", files);
    expect(readFileSync(files.GITHUB_OUTPUT, "utf8")).toBe(
      'staging={"role":"arn:aws:iam::123456789012:role/thoughts-staging-deploy","previewRole":"arn:aws:iam::123456789012:role/thoughts-staging-preview","region":"eu-central-1"}\nproduction=\n',
    );
    expect(readFileSync(files.GITHUB_STEP_SUMMARY, "utf8")).toBe("**staging**\n");
    stepOutput("staging", "", {});
    jobSummary("", {});
    rmSync(folder, { recursive: true });
  });
});
