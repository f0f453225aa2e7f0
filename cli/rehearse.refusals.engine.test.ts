// What a rehearsal refuses, and that it leaves nothing behind.
import { rmdirSync, rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RunFailed, runEngine } from "../engine/pulumi/run";
import type { Workspace } from "../engine/pulumi/workspace";
import { ensureTools } from "../engine/toolchain/ensure";
import { accessRoleName } from "../infra/account/names";
import { Rehearsal } from "../sandbox/rehearsal/rehearsal";
import { accountOf } from "./rehearsal-plan";
import { Clone } from "./testing/clone";
import { nothingIsLeft } from "./testing/rehearsals";

describe("a rehearsal that fails", () => {
  let clone: Clone;

  beforeAll(() => {
    clone = new Clone();
    clone.commit("the program");
  });
  afterAll(() => clone.remove());

  describe("of a program with mistakes says what is wrong, and leaves nothing behind:", () => {
    beforeEach(() => clone.reset());

    it("names that AWS does not allow, and inputs that it demands", async () => {
      clone.edit(
        "components/registry/image-repositories.ts",
        "name: `${prefix}${repository}`,",
        "name: `${prefix}${repository}`.toUpperCase(),",
      );
      clone.edit("components/registry/image-repositories.ts", "{ scanOnPush: true }", "{} as never");
      const { code, text } = await clone.thoughts("rehearse", "staging");
      expect(code).toBe(1);
      expect(text).toMatch(/name: "[A-Z_/-]+" is not allowed; use 2 to 256 lower-case letters/);
      expect(text).toContain("imageScanningConfiguration.scanOnPush is required");
      expect(text).not.toMatch(/grpc|^\s+at /m);
      await nothingIsLeft(clone);
    });

    it("a call that the role does not have the right to make, in AWS's words, and which statement gives it", async () => {
      clone.edit("infra/bootstrap/deploy-permissions.ts", '"ec2:AllocateAddress",', "");
      const { code, text } = await clone.thoughts("rehearse", "staging");
      expect(code).toBe(1);
      const words = text.replace(/\s+/g, " ");
      expect(words).toContain(
        "AccessDenied: User: arn:aws:sts::111111111111:assumed-role/thoughts-staging-deploy/rehearsal is not authorized to " +
          "perform: ec2:AllocateAddress on resource: arn:aws:ec2:us-west-2:111111111111:elastic-ip/* because no " +
          "identity-based policy allows the ec2:AllocateAddress action",
      );
      expect(words).toContain(
        'Add to a policy of arn:aws:iam::111111111111:role/thoughts-staging-deploy: {"Effect":"Allow",' +
          '"Action":"ec2:AllocateAddress","Resource":"arn:aws:ec2:us-west-2:111111111111:elastic-ip/*"}',
      );
      await nothingIsLeft(clone);
    });

    it("the replacement of what is protected", async () => {
      clone.edit("Pulumi.bootstrap-staging.yaml", "staging.thoughts.example.com", "stage.thoughts.example.com");
      const { text } = await clone.thoughts("rehearse", "bootstrap-staging", "--from", "HEAD");
      expect(text).toMatch(/unable to replace resource \S+::zone-zone\S+\s+as it is currently marked for protection/);
      await nothingIsLeft(clone);
    });
  });

  describe("of a change to what is up says what is wrong with it:", () => {
    let rehearsal: Rehearsal;
    let workspaceOf: () => Promise<Workspace>;

    // One for all of them: bringing it up takes longer than the rest of a rehearsal.
    beforeAll(async () => {
      clone.reset();
      clone.edit(
        "Pulumi.staging.yaml",
        "  # thoughts:publicAccessCidrs: []",
        "  thoughts:publicAccessCidrs: [54.240.193.0/24]",
      );
      clone.commit("one way in");
      const tools = await ensureTools({ report: () => undefined });
      rehearsal = new Rehearsal({ stack: "staging", folder: folder(), tools, account: accountOf("staging") });
      await rehearsal.start(() => undefined);
      const role = accessRoleName({ environment: "staging" }, "deploy");
      workspaceOf = () => rehearsal.open({ root: clone.folder, role });
      await runEngine(await workspaceOf(), "up", options());
    });
    afterEach(() => clone.reset());
    afterAll(async () => {
      await rehearsal.remove();
      // Fails if anything is in it.
      rmdirSync(folder());
      await nothingIsLeft(clone);
      clone.reset("HEAD~1");
    });

    const folder = () => clone.path(".sandbox", "rehearsals", "staging");
    const options = () => ({ say: () => undefined, log: clone.path(".sandbox", "rehearsals", "staging.log") });

    /** What is said of the program as it is now, and the types of what was changed all the same: what it does not name. */
    async function refused(): Promise<{ readonly words: string; readonly changed: readonly string[] }> {
      const failed = await runEngine(await workspaceOf(), "up", options()).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(RunFailed);
      const { message, seen } = failed as RunFailed;
      return { words: message.replace(/\s+/g, " "), changed: seen.changes.map(({ type }) => type) };
    }

    it("the loss of the last way into the cluster, before anything is changed", async () => {
      clone.edit("Pulumi.staging.yaml", "54.240.193.0/24", "54.240.194.0/24");
      const { words, changed } = await refused();
      expect(words).toContain("none of the ranges that reach the API server (54.240.193.0/24) would stay");
      expect(changed).not.toContain("aws:eks/cluster:Cluster");
    });

    it("a chart's new version, whose CRDs Helm would leave old, and says the step before it", async () => {
      clone.edit("versions.json", '"aws-load-balancer-controller": "3.5.0"', '"aws-load-balancer-controller": "3.6.0"');
      const { words, changed } = await refused();
      expect(words).toContain(
        "Helm leaves the CRDs of aws-load-balancer-controller at 3.5.0 when the release goes to 3.6.0",
      );
      expect(words).toContain("helm show crds aws-load-balancer-controller --repo https://aws.github.io/eks-charts");
      expect(changed).not.toContain("kubernetes:helm.sh/v3:Release");
    });

    it("another major version of PostgreSQL that nobody allowed, before RDS is asked", async () => {
      clone.edit("versions.json", '"rdsPostgres": "15"', '"rdsPostgres": "16"');
      const { words, changed } = await refused();
      expect(words).toMatch(/PostgreSQL of thoughts-staging-\w+-backend would go up from 15 to 16/);
      expect(words).toContain('allow it for this one change: thoughts:postgresUpgrade: "16"');
      expect(changed).not.toContain("aws:rds/instance:Instance");
    });

    it("the deletion of what is protected", async () => {
      clone.edit("infra/services/frontend.ts", 'repository: "frontend"', 'repository: "web"');
      const { words } = await refused();
      expect(words).toMatch(/images-frontend" cannot be deleted because it is protected/);
    });
  });

  it("meets what a test asks the cloud to let happen", async () => {
    clone.reset();
    const fault = { kind: "fail", message: "LimitExceededException: 100 clusters" };
    clone.environment.AWS_STAND_IN_FAULTS = JSON.stringify([{ type: "aws:eks/cluster:Cluster", fault }]);
    const { text } = await clone.thoughts("rehearse", "production");
    delete clone.environment.AWS_STAND_IN_FAULTS;
    expect(text).toContain("LimitExceededException: 100 clusters");
    await nothingIsLeft(clone);
  });

  it("from a commit that is not there, or too old, is refused, and says what to do", async () => {
    const nowhere = await clone.thoughts("rehearse", "staging", "--from", "v0");
    expect(nowhere.text).toContain(
      '"v0" names no commit of this clone; use a branch, a tag or a hash: git log --oneline',
    );
    rmSync(clone.path("policies", "index.ts"));
    clone.commit("no policies");
    const { text } = await clone.thoughts("rehearse", "staging", "--from", "HEAD");
    clone.reset("HEAD~1");
    expect(text).toContain("the program of HEAD can't be rehearsed, it has no policies/index.ts; use a later commit");
    await nothingIsLeft(clone);
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
