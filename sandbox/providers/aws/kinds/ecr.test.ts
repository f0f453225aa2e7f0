import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { textAt } from "../../wire/json";
import { TestAccount } from "../testing";

const REPOSITORY = "aws:ecr/repository:Repository";
const KEY = "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000000";

const encryptedWith = (kmsKey: string, encryptionType = "KMS") => ({
  name: "frontend",
  encryptionConfigurations: [{ encryptionType, kmsKey }],
});

describe("a repository of the stand-in", () => {
  let account: TestAccount;
  beforeEach(() => {
    account = new TestAccount();
  });
  afterEach(() => account.remove());

  it("is encrypted with a key that is there", async () => {
    await expect(account.create(REPOSITORY, encryptedWith(KEY))).rejects.toThrow("KmsException");
    const key = await account.create("aws:kms/key:Key", {});
    await expect(account.create(REPOSITORY, encryptedWith(textAt(key.properties, "arn")))).resolves.toHaveProperty(
      "id",
      "frontend",
    );
  });

  it("is encrypted with a key by its ARN, or with S3's own, which no key is named for", () => {
    expect(account.reasons(REPOSITORY, encryptedWith("alias/thoughts-staging"))).toEqual([
      expect.stringContaining(`"alias/thoughts-staging" is not allowed; use an ARN`),
    ]);
    expect(account.reasons(REPOSITORY, encryptedWith(KEY, "AES256"))).toEqual([
      "kmsKey goes with KMS and KMS_DSSE only",
    ]);
  });

  it("keeps its encryption for life", () => {
    const before = encryptedWith(KEY);
    const other = { encryptionConfigurations: [{ encryptionType: "AES256" }] };
    expect(account.replaced(REPOSITORY, before, other)).not.toEqual([]);
    expect(account.replaced(REPOSITORY, before, { imageTagMutability: "IMMUTABLE" })).toEqual([]);
  });
});
