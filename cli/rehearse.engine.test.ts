import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ChangeReport } from "./report/report";
import { Clone } from "./testing/clone";
import { nothingIsLeft } from "./testing/rehearsals";

/** What a rehearsal has made in its cloud so far. */
function thingsIn(clone: Clone): number {
  const folder = clone.path(".sandbox");
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  return files.filter((file) => file.includes("/cloud/things/")).length;
}

/** A rehearsal takes some 30 s on two quiet cores. */
describe("a rehearsal", () => {
  let clone: Clone;

  beforeAll(() => {
    clone = new Clone();
    clone.commit("the program");
  });
  afterAll(() => clone.remove());

  it("that is killed is recovered by the next one: created, stable, changed, destroyed, nothing left behind", async () => {
    const [child] = clone.start("rehearse", "staging");
    const ended = once(child, "close");
    await vi.waitUntil(() => thingsIn(clone) > 20, { timeout: 120_000 });
    child.kill("SIGKILL");
    await ended;

    const { code, text } = await clone.thoughts("rehearse", "staging");
    console.log(text.slice(text.indexOf("Steps")));
    expect(code, text).toBe(0);
    const [, created = ""] = /Create {2,}[\d.]+ s {2}(\d+) create/.exec(text) ?? [];
    expect(Number(created)).toBeGreaterThan(100);
    expect(text).toMatch(new RegExp(`Preview again {2,}[\\d.]+ s {2}nothing to change, ${created} resources`));
    expect(text).toMatch(/One change: frontend v[\d.]+-next {2,}[\d.]+ s {2}1 update/);
    expect(text).toMatch(new RegExp(`Destroy {2,}[\\d.]+ s {2}${created} delete`));
    expect(text).toContain("15 ecr RepositoryPolicy");
    expect(text).toMatch(/staging: rehearsed in \d+ s, nothing left behind/);
    await nothingIsLeft(clone);
  });

  it("of production makes the kinds that production has, and says what it could not show", async () => {
    const { text } = await clone.thoughts("rehearse", "production");
    console.log(text.slice(text.indexOf("Steps")));
    for (const kinds of [
      "3 ec2 NatGateway",
      "2 rds Instance",
      "1 acm CertificateValidation",
      "2 Release",
      "13 ecr Repository",
      "3 eks NodeGroup",
      "8 Deployment",
      "1 HorizontalPodAutoscaler",
    ]) {
      expect(text).toContain(kinds);
    }
    expect(text).toContain("the secret thoughts/production/on-call-token in Secrets Manager");
    expect(text).toMatch(/production: rehearsed in \d+ s, nothing left behind/);
    await nothingIsLeft(clone);
  });

  // The only test that runs a preview on AWS: all else of it is tested without the engine.
  it("of a change says as a report what a reviewer has to know, also of what is not committed", async () => {
    clone.edit("stacks/staging.ts", "maxReplicas: 4", "maxReplicas: 7");
    clone.edit(
      "Pulumi.staging.yaml",
      "  # thoughts:publicAccessCidrs: []",
      "  thoughts:publicAccessCidrs: [54.240.193.0/24]",
    );
    const asked = ["cli/thoughts.mjs", "preview", "staging", "--base", "HEAD", "--json"];
    const options = { cwd: clone.folder, env: { ...process.env, ...clone.environment } };
    // What is read is the report alone; how far it is, is on the other stream.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, asked, options);
    const { environments } = JSON.parse(stdout) as ChangeReport;
    expect(stderr).toContain("Create staging as of HEAD");
    expect(environments).toMatchObject([
      { stack: "staging", base: expect.stringMatching(/^HEAD \([0-9a-f]{7}\), in a rehearsal$/) as string },
    ]);
    const [{ changes, risks, cost } = { changes: [], risks: [], cost: undefined }] = environments;
    expect(changes).toContainEqual(
      expect.objectContaining({
        name: "frontend-hpa",
        component: "frontend",
        fields: [{ path: "spec.maxReplicas", before: "4", after: "7" }],
      }),
    );
    expect(risks).toContainEqual(
      expect.objectContaining({ kind: "exposure", what: "the API server is open to 54.240.193.0/24" }),
    );
    expect(cost).toMatchObject({ resources: [], notKnown: [], budgetUsd: 600 });
    expect(cost?.after.lowest).toBeGreaterThan(100);
    clone.reset();
    await nothingIsLeft(clone);
  });

  it("as the role that previews has its previews, and is refused what it may not see or change", async () => {
    const { code, text } = await clone.thoughts("rehearse", "staging", "--as", "preview");
    console.log(text.slice(text.indexOf("Steps")));
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(text).toMatch(/Preview, as preview {2,}[\d.]+ s {2}nothing to change/);
    expect(text).toMatch(/Preview with refresh, as preview: refused[^]*kubernetes get secrets/);
    expect(text).toMatch(/Destroy, as preview: refused[^]*ecr:DeleteRepositoryPolicy[^]*Rights of/);
    expect(text).toContain("Rights of thoughts-staging-preview that nothing here used");
    await nothingIsLeft(clone);
  });

  it("of an upgrade shows what this program changes in what another commit brought up, and is left to look at", async () => {
    clone.edit("stacks/staging.ts", "maxReplicas: 4", "maxReplicas: 6");
    clone.commit("more of the frontend");
    const { text } = await clone.thoughts("rehearse", "staging", "--from", "HEAD~1", "--keep");
    expect(text).toMatch(/Update to this program {2,}[\d.]+ s {2}1 update/);
    expect(text).toContain("update  kubernetes HorizontalPodAutoscaler  frontend-hpa");
    expect(text).toMatch(/Preview again {2,}[\d.]+ s {2}nothing to change/);

    const [, kubectl = "", kubeconfig = ""] = /(\S+\/kubectl) --kubeconfig (\S+) get all/.exec(text) ?? [];
    const asked = ["get", "hpa", "frontend", "-n", "example", "-o", "jsonpath={.spec.maxReplicas}"];
    const { stdout } = await promisify(execFile)(kubectl, ["--kubeconfig", kubeconfig, ...asked]);
    expect(stdout).toBe("6");
    expect((await clone.thoughts("down")).code).toBe(0);
    await nothingIsLeft(clone);
  });

  it("of an account's own stack makes what an environment needs before it is there", async () => {
    const { code, text } = await clone.thoughts("rehearse", "bootstrap-staging");
    console.log(text.slice(text.indexOf("Steps")));
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(text).toMatch(/Preview again {2,}[\d.]+ s {2}nothing to change/);
    expect(text).toMatch(/bootstrap-staging: rehearsed in \d+ s, nothing left behind/);
    for (const kinds of ["1 s3 Bucket", "6 iam Role", "1 iam OpenIdConnectProvider", "1 route53 Zone"]) {
      expect(text).toContain(kinds);
    }
    await nothingIsLeft(clone);
  });
});
