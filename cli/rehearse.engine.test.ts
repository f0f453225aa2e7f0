import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Clone } from "./testing/clone";

/** A rehearsal takes some 40 s on two quiet cores. */
describe("a rehearsal", { timeout: 300_000 }, () => {
  let clone: Clone;

  /** A rehearsal that failed leaves what the engine said, and nothing else. */
  const nothingIsLeft = async () => {
    const folder = clone.path(".sandbox", "rehearsals");
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    expect(files.filter((file) => !file.endsWith(".log"))).toEqual([]);
    await vi.waitUntil(async () => (await clone.processes()).length === 0, { timeout: 10_000 });
  };

  beforeAll(() => {
    clone = new Clone();
    clone.commit("the program");
  });
  afterAll(() => clone.remove());

  it("that is killed is recovered by the next one: created, stable, changed, destroyed, nothing left behind", async () => {
    const [child, said] = clone.start("rehearse", "staging");
    const ended = once(child, "close");
    await vi.waitUntil(() => said().includes("resources done"), { timeout: 120_000 });
    child.kill("SIGKILL");
    await ended;

    const { code, text } = await clone.thoughts("rehearse", "staging");
    console.log(text.slice(text.indexOf("Steps")));
    expect(code).toBe(0);
    const [, created = ""] = /Create {2,}[\d.]+ s {2}(\d+) create/.exec(text) ?? [];
    expect(Number(created)).toBeGreaterThan(100);
    expect(text).toMatch(new RegExp(`Preview again {2,}[\\d.]+ s {2}nothing to change, ${created} resources`));
    expect(text).toMatch(/One change: frontend v[\d.]+-next {2,}[\d.]+ s {2}1 update/);
    expect(text).toMatch(new RegExp(`Destroy {2,}[\\d.]+ s {2}${created} delete`));
    expect(text).toContain("12 ecr RepositoryPolicy");
    expect(text).toMatch(/staging: rehearsed in \d+ s, nothing left behind/);
    await nothingIsLeft();
  });

  it("of production makes the kinds that production has, and says what it could not show", async () => {
    const { text } = await clone.thoughts("rehearse", "production");
    console.log(text.slice(text.indexOf("Steps")));
    for (const kinds of [
      "3 ec2 NatGateway",
      "2 rds Instance",
      "1 acm CertificateValidation",
      "1 Release",
      "12 ecr Repository",
      "1 eks NodeGroup",
      "7 Deployment",
      "1 HorizontalPodAutoscaler",
    ]) {
      expect(text).toContain(kinds);
    }
    expect(text).toContain("the secret thoughts/production/on-call-token in Secrets Manager");
    expect(text).toMatch(/production: rehearsed in \d+ s, nothing left behind/);
    await nothingIsLeft();
  });

  it("of an upgrade shows what this program changes in what another commit brought up, and is left to look at", async () => {
    clone.edit("stacks/staging.ts", "maxReplicas: 4", "maxReplicas: 6");
    clone.commit("more of the frontend");
    const { text } = await clone.thoughts("rehearse", "staging", "--from", "HEAD~1", "--keep");
    expect(text).toMatch(/Update to this program {2,}[\d.]+ s {2}1 update/);
    expect(text).toContain("update  kubernetes HorizontalPodAutoscaler  frontend-autoscaler");
    expect(text).toMatch(/Preview again {2,}[\d.]+ s {2}nothing to change/);

    const [, kubectl = "", kubeconfig = ""] = /(\S+\/kubectl) --kubeconfig (\S+) get all/.exec(text) ?? [];
    const asked = ["get", "hpa", "frontend", "-n", "example", "-o", "jsonpath={.spec.maxReplicas}"];
    const { stdout } = await promisify(execFile)(kubectl, ["--kubeconfig", kubeconfig, ...asked]);
    expect(stdout).toBe("6");
    expect((await clone.thoughts("down")).code).toBe(0);
    await nothingIsLeft();
  });

  describe("of a program with mistakes says what is wrong, and leaves nothing behind:", () => {
    beforeEach(() => clone.reset());

    it("names that AWS does not allow, and inputs that it demands", async () => {
      clone.edit("components/registry/image-repositories.ts", "name: repository,", "name: repository.toUpperCase(),");
      clone.edit("components/registry/image-repositories.ts", "{ scanOnPush: true }", "{}");
      const { code, text } = await clone.thoughts("rehearse", "staging");
      expect(code).toBe(1);
      expect(text).toMatch(/name: "[A-Z_]+" is not allowed; use 2 to 256 lower-case letters/);
      expect(text).toContain("imageScanningConfiguration.scanOnPush is required");
      expect(text).not.toMatch(/grpc|^\s+at /m);
      await nothingIsLeft();
    });

    it("the loss of the last way into the cluster, before anything is changed", async () => {
      clone.edit("Pulumi.staging.yaml", "203.0.113.0/24", "198.51.100.0/24");
      const { text } = await clone.thoughts("rehearse", "staging", "--from", "HEAD");
      expect(text).toMatch(/none of the ranges that reach the API server \(203\.0\.113\.0\/24\)\s+would stay/);
      expect(text).not.toMatch(/Update to this program {2,}[\d.]+ s/);
      await nothingIsLeft();
    });

    it("the deletion of what is protected", async () => {
      clone.edit("infra/repositories.ts", 'frontend: "frontend"', 'frontend: "web"');
      const { text } = await clone.thoughts("rehearse", "staging", "--from", "HEAD");
      expect(text).toMatch(/images-frontend" cannot be deleted\s+because it is protected/);
      await nothingIsLeft();
    });

    it("the replacement of what is protected", async () => {
      clone.edit("Pulumi.bootstrap-staging.yaml", "staging.thoughts.example.com", "stage.thoughts.example.com");
      const { text } = await clone.thoughts("rehearse", "bootstrap-staging", "--from", "HEAD");
      expect(text).toMatch(/unable to replace resource \S+::zone-zone\S+\s+as it is currently marked for protection/);
      await nothingIsLeft();
    });
  });

  it("of an account's own stack makes what an environment needs before it is there", async () => {
    const { code, text } = await clone.thoughts("rehearse", "bootstrap-staging");
    console.log(text.slice(text.indexOf("Steps")));
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(text).toMatch(/Preview again {2,}[\d.]+ s {2}nothing to change/);
    expect(text).toMatch(/bootstrap-staging: rehearsed in \d+ s, nothing left behind/);
    for (const kinds of ["1 s3 Bucket", "5 iam Role", "1 iam OpenIdConnectProvider", "1 route53 Zone"]) {
      expect(text).toContain(kinds);
    }
    await nothingIsLeft();
  });

  it("meets what a test asks the cloud to let happen", async () => {
    clone.reset();
    const fault = { kind: "fail", message: "LimitExceededException: 100 clusters" };
    clone.environment.AWS_STAND_IN_FAULTS = JSON.stringify([{ type: "aws:eks/cluster:Cluster", fault }]);
    const { text } = await clone.thoughts("rehearse", "production");
    delete clone.environment.AWS_STAND_IN_FAULTS;
    expect(text).toContain("LimitExceededException: 100 clusters");
    await nothingIsLeft();
  });

  it("from a commit that is not there, or too old, is refused, and says what to do", async () => {
    const nowhere = await clone.thoughts("rehearse", "staging", "--from", "v0");
    expect(nowhere.text).toContain(
      '"v0" names no commit of this clone; use a branch, a tag or a hash: git log --oneline',
    );
    rmSync(clone.path("policies"), { recursive: true });
    clone.commit("no policies");
    const { text } = await clone.thoughts("rehearse", "staging", "--from", "HEAD");
    clone.reset("HEAD~1");
    expect(text).toContain("the program of HEAD can't be rehearsed, it has no policies/index.ts; use a later commit");
    await nothingIsLeft();
  });

  it("of a stack that is not on AWS is refused, and says what to do", async () => {
    expect(await clone.thoughts("rehearse", "local")).toEqual({
      code: 1,
      text: expect.stringContaining("stack local can't be rehearsed; it is brought up as it is: npm run up") as string,
    });
    const { text } = await clone.thoughts("rehearse", "demo");
    expect(text).toContain(
      "stack demo can't be rehearsed; use one of staging, production, bootstrap-staging, bootstrap-production",
    );
  });
});
