// The account is imitated by moto, and asked by AWS's own SDK.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { AllocateAddressCommand, CreateVpcCommand, EC2Client, ReleaseAddressCommand } from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Moto, MOTO_ACCOUNT } from "../sandbox/moto/moto";
import { lackingForPython } from "../sandbox/python/packages";
import { accountEnvironment } from "./account/environment";
import { ROOT } from "./folders";
import { neededImages } from "./images/needed";
import { Clone } from "./testing/clone";

const lacking = lackingForPython();

describe.skipIf(lacking.length > 0)(`preflight (this machine lacks: ${lacking.join(", ") || "nothing"})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-preflight-"));
  const PATH = process.env.PATH ?? "";
  let clone: Clone;
  let moto: Moto;
  let settings: { region: string; endpoint: string; credentials: { accessKeyId: string; secretAccessKey: string } };

  /** What stands for AWS's command line, of which only the version is asked. */
  const installAws = (version: string) => {
    writeFileSync(join(folder, "aws"), `#!/bin/sh\necho aws-cli/${version} Python/3 Linux\n`);
    chmodSync(join(folder, "aws"), 0o755);
    clone.environment.PATH = [folder, PATH].join(delimiter);
  };
  const takeRole = async (name: string) => {
    const { Credentials } = await new STSClient(settings).send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${MOTO_ACCOUNT}:role/${name}`, RoleSessionName: "anna" }),
    );
    Object.assign(clone.environment, moto.variables, {
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    });
  };
  const writeOwn = () => {
    const own = (file: string, from: string, to: string) => clone.edit(file, from, to);
    for (const file of ["Pulumi.staging.yaml", "Pulumi.bootstrap-staging.yaml"]) {
      own(file, "111111111111", MOTO_ACCOUNT);
      own(file, "staging.thoughts.example.com", "staging.thoughts.test");
    }
    own("Pulumi.staging.yaml", "222222222222", "210987654321");
    own("Pulumi.staging.yaml", "platform@example.com", "platform@thoughts.test");
    own("Pulumi.bootstrap-staging.yaml", "example/thoughts", "acme/thoughts");
    own("stacks/runbooks.ts", "git.example.com", "git.thoughts.test");
  };

  beforeAll(async () => {
    moto = await Moto.start();
    clone = new Clone();
    const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = moto.variables;
    settings = { region: "us-west-2", endpoint: moto.url, credentials: { accessKeyId, secretAccessKey } };
  });
  afterAll(async () => {
    await moto.stop();
    await clone.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("says without a login all that the files and the machine tell", async () => {
    installAws("2.6.9");
    Object.assign(clone.environment, moto.variables, { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    const { code, text } = await clone.thoughts("preflight", "staging");
    expect(code).toBe(1);
    for (const line of [
      /stack staging would not come up; nothing was changed\./,
      /Pulumi\.staging\.yaml:3 {2}thoughts:account: "111111111111" has the number of an example account/,
      /stacks\/runbooks\.ts:2 {2}stacks\/staging\.ts\.observability\.runbooks: .*example\.com/,
      /Pulumi\.bootstrap-staging\.yaml:7 {2}thoughts:repository: "example\/thoughts"/,
      /aws: AWS's command line on PATH is "aws-cli\/2\.6\.9"; install 2\.7\.0 or newer/,
      /the account was not asked: asking AWS who you are: no credentials for AWS were found/,
    ]) {
      expect(text).toMatch(line);
    }
    expect(text).not.toMatch(/^\s+at /m);
  });

  it("asks no other account than the environment's", async () => {
    installAws("2.31.0");
    await takeRole("thoughts-staging-deploy");
    const { text } = await clone.thoughts("preflight", "staging");
    expect(text).toMatch(
      /the account was not asked: you are arn:aws:sts::123456789012:assumed-role\/thoughts-staging-deploy\/anna, in account 123456789012, and thoughts:account is 111111111111/,
    );
    expect(text).toMatch(/^ {2}quotas +not asked$/m);
  });

  it("says of an empty account all that is missing, and who may not use the cluster", async () => {
    writeOwn();
    await takeRole("administrators");
    const { code, text } = await clone.thoughts("preflight", "staging");
    expect(code).toBe(1);
    expect(text).toMatch(/^ {2}examples +nothing against it$/m);
    expect(text).toMatch(/^ {2}quotas +nothing against it$/m);
    expect(text).toMatch(/^ {2}machines +nothing against it$/m);
    expect(text).toMatch(
      /cluster\.access: you are .*administrators\/anna, which has no access entry in the cluster thoughts-staging, .*to bring it up, take thoughts-staging-deploy \(docs/,
    );
    expect(text).toMatch(
      /secret thoughts\/staging\/slack-webhook: it is not there; npx thoughts secrets set staging slack-webhook\./,
    );
    expect(
      text.match(/is not in the registry of account 123456789012; npx thoughts images push staging/g),
    ).toHaveLength(15);
  });

  it("refuses to push images while there is no repository for them", async () => {
    await takeRole("thoughts-staging-deploy");
    const { code, text } = await clone.thoughts("images", "push", "staging");
    expect(code).toBe(1);
    expect(text).toMatch(
      /the program makes the repositories, and these are not there yet: thoughts\/staging\/users_server, .*pulumi up -s staging --policy-pack policies --exclude '\*\*Namespace\*\*' --exclude-dependents\. Nothing was pushed\./s,
    );
  });

  it("finds nothing against an account that has everything; before the first part, images are not asked for", async () => {
    await new SecretsManagerClient(settings).send(
      new CreateSecretCommand({ Name: "thoughts/staging/slack-webhook", SecretString: "https://hooks.test" }),
    );
    const first = await clone.thoughts("preflight", "staging", "--foundation");
    expect(first).toMatchObject({ code: 0, text: expect.not.stringContaining("images") as string });
    const ecr = new ECRClient(settings);
    // What is copied has the digest of its maker's image, which no made one can have.
    const images = neededImages(accountEnvironment(ROOT, "staging"));
    for (const { repository, tag } of images) {
      const repositoryName = `thoughts/staging/${repository}`;
      await ecr.send(new CreateRepositoryCommand({ repositoryName }));
      const imageManifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: { digest: `sha256:${"0".repeat(64)}` },
        layers: [],
        annotations: { repository },
      });
      await ecr.send(new PutImageCommand({ repositoryName, imageTag: tag, imageManifest }));
    }
    const { text } = await clone.thoughts("preflight", "staging");
    const lines = text.split("\n").filter((line) => line.startsWith("  - "));
    expect(lines.map((line) => line.replace(/sha256:[0-9a-f]{64}/g, "…"))).toEqual(
      ["prometheus:3.15.0", "kube-state-metrics:2.15.0", "grafana:13.1.3", "log-collector:0.155.0"].map(
        (image) =>
          `  - image ${image}: it is …, and … is needed; delete that tag if nothing runs it, then npx thoughts images push staging.`,
      ),
    );
  });

  it("counts what a first run adds to what is there", async () => {
    const ec2 = new EC2Client(settings);
    const ids: string[] = [];
    for (let one = 0; one < 5; one += 1) {
      const { AllocationId = "" } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
      ids.push(AllocationId);
      await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${one}.0.0/16` }));
    }
    const { text } = await clone.thoughts("preflight", "staging", "--foundation");
    expect(text).toMatch(
      /quota of Elastic IP addresses in us-west-2: 5 of 5 are in use, and 1 more are needed; release some, or ask for more: aws service-quotas .* --desired-value 6\./,
    );
    // The default VPC counts too.
    expect(text).toMatch(/quota of VPCs in us-west-2: 6 of 5 are in use, and 1 more are needed/);
    for (const AllocationId of ids) {
      await ec2.send(new ReleaseAddressCommand({ AllocationId }));
    }
  });

  it("says which machines a zone has not", async () => {
    clone.edit("stacks/staging.ts", '"m5.large"', '"h1.2xlarge"');
    const { text } = await clone.thoughts("preflight", "staging", "--foundation");
    expect(text).toMatch(
      /cluster\.compute\.groups\.general\.instanceTypes: "h1\.2xlarge" is not to be had in us-west-2a; use another type/,
    );
  });
});
