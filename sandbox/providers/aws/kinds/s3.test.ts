import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestAccount } from "../testing";

const kind = (name: string) => `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

describe("a bucket of the stand-in", () => {
  let account: TestAccount;
  beforeEach(() => {
    account = new TestAccount();
  });
  afterEach(() => account.remove());

  it.each(["No", "a", "a..b", "192.168.0.1", "xn--a", "logs-s3alias", "a_b"])("is not called %j", (bucket) => {
    expect(account.reasons(kind("Bucket"), { bucket })).toEqual([
      expect.stringContaining("is not allowed; use 3 to 63"),
    ]);
  });

  it("is there once in the world", async () => {
    await account.create(kind("Bucket"), { bucket: "logs" });
    await expect(account.create(kind("Bucket"), { bucket: "logs" })).rejects.toThrow("BucketAlreadyExists");
  });

  it("has its settings only when it is there", async () => {
    const versioning = { bucket: "none", versioningConfiguration: { status: "Enabled" } };
    await expect(account.create(kind("BucketVersioning"), versioning)).rejects.toThrow("NoSuchBucket");
  });

  it("has a policy that speaks of itself alone", () => {
    const policy = (Resource: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource }],
      });
    const reasons = (resource: string) =>
      account.reasons(kind("BucketPolicy"), { bucket: "logs", policy: policy(resource) });
    expect(reasons("arn:aws:s3:::logs/*")).toEqual([]);
    for (const other of ["arn:aws:s3:::logs2/*", "*"]) {
      expect(reasons(other)).toEqual([expect.stringContaining("MalformedPolicy")]);
    }
  });

  it("is encrypted with a key in KMS, or with S3's own, which no key is named for", () => {
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256", kmsMasterKeyId: "arn:key" } }];
    expect(account.reasons(kind("BucketServerSideEncryptionConfiguration"), { bucket: "logs", rules })).toEqual([
      "kmsMasterKeyId goes with aws:kms only",
    ]);
  });

  it("has no rule of age that does nothing", () => {
    const rules = [{ id: "age", status: "Enabled", filter: {} }];
    expect(account.reasons(kind("BucketLifecycleConfiguration"), { bucket: "logs", rules })).toEqual([
      "age: a rule does at least one thing",
    ]);
  });
});
