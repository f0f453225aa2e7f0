import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { ProblemsError } from "../base/refusal";
import { record } from "../testing/recording";
import { checkLockedBucket, LockedBucket, type LockedBucketArgs } from "./locked-bucket";

const plain: LockedBucketArgs = {
  bucketName: "logs",
  encryption: { kind: "s3" },
  keepOldVersionsDays: 7,
  protect: true,
};

async function recorded(change: Partial<LockedBucketArgs> = {}) {
  const { resources } = await record(() => {
    const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
    new LockedBucket("logs", { ...plain, ...change }, { provider });
  });
  return (role: string) => resources.find(({ name }) => name === `logs-${role}`);
}

describe("a locked bucket", () => {
  it("can't be made public, by a list, a policy or one object", async () => {
    const find = await recorded();
    expect(find("public-access-block")?.inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(find("ownership-controls")?.inputs).toMatchObject({ rule: { objectOwnership: "BucketOwnerEnforced" } });
  });

  it("answers over TLS only, and lets in whom it is told besides", async () => {
    const statement = {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { Service: "logs.example" },
      Action: "s3:PutObject",
      objects: "logs/*",
    } as const;
    const policy = (await recorded({ statements: [statement] }))("policy")?.inputs.policy as string;
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        { Effect: "Allow", Resource: "arn-of-logs-bucket/logs/*", Principal: { Service: "logs.example" } },
      ],
    });
  });

  it.each([
    [{ kind: "s3" } as const, { sseAlgorithm: "AES256" }],
    [{ kind: "kms", keyArn: "arn:key" } as const, { sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:key" }],
  ])("encrypts with %j", async (encryption, byDefault) => {
    const find = await recorded({ encryption });
    expect(find("encryption")?.inputs).toMatchObject({ rules: [{ applyServerSideEncryptionByDefault: byDefault }] });
  });

  it("keeps what was overwritten, for as long as it is told", async () => {
    const find = await recorded({ expireAfterDays: 90 });
    expect(find("versioning")?.inputs).toMatchObject({ versioningConfiguration: { status: "Enabled" } });
    expect(find("lifecycle")?.inputs).toMatchObject({
      rules: [{ expiration: { days: 90 }, noncurrentVersionExpiration: { noncurrentDays: 7 } }],
    });
  });

  it.each([true, false])("is protected if it is to be: %j", async (protect) => {
    expect((await recorded({ protect }))("bucket")?.protect).toBe(protect);
  });

  it("is refused with every problem at once, before anything is registered", async () => {
    const bad = { ...plain, bucketName: "No_Name", expireAfterDays: 0, keepOldVersionsDays: 1.5 };
    expect(checkLockedBucket(bad).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `bucketName: "No_Name" is no bucket's name; use 3 or more lower-case letters, digits and "-", a letter or digit at both ends, at most 63 characters.`,
      "expireAfterDays: 0 is no number of days; use a whole number from 1.",
      "keepOldVersionsDays: 1.5 is no number of days; use a whole number from 1.",
    ]);
    const { resources } = await record(() => {
      expect(() => new LockedBucket("logs", bad, {})).toThrow(ProblemsError);
    });
    expect(resources).toEqual([]);
  });
});
