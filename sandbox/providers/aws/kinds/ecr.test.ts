import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { textAt } from "../../wire/json";
import { TestAccount } from "../testing";

const REPOSITORY = "aws:ecr/repository:Repository";
const POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy";
const KEY = "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000000";

const encryptedWith = (kmsKey: string, encryptionType = "KMS") => ({
  name: "frontend",
  encryptionConfigurations: [{ encryptionType, kmsKey }],
});

const PULL = {
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::222222222222:root"] },
  Action: ["ecr:BatchGetImage"],
};
const documentOf = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

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

  it("has one policy, which says who may do what with it", async () => {
    const policy = { repository: "frontend", policy: documentOf(PULL) };
    await expect(account.create(POLICY, policy)).rejects.toThrow("RepositoryNotFoundException");
    await account.create(REPOSITORY, { name: "frontend" });
    expect(await account.create(POLICY, policy)).toMatchObject({
      id: "frontend",
      properties: { registryId: "111111111111" },
    });
    expect(account.replaced(POLICY, policy, { policy: documentOf({ ...PULL, Action: "ecr:*" }) })).toEqual([]);
    expect(account.replaced(POLICY, policy, { repository: "other" })).toEqual(["repository"]);
  });

  it.each([
    ["Pull", [expect.stringContaining("is no policy document")]],
    [{ ...PULL, Resource: "*" }, [expect.stringContaining("Invalid repository policy provided: Statement.0")]],
    [{ ...PULL, Principal: undefined }, [expect.stringContaining("Statement.0.Principal")]],
    [{ ...PULL, Principal: {} }, [expect.stringContaining("Statement.0.Principal")]],
    [{ ...PULL, Principal: { AWS: "arn:aws:iam::22:root" } }, [expect.stringContaining("Statement.0.Principal")]],
    [{ ...PULL, Action: ["s3:GetObject"] }, [expect.stringContaining("Statement.0.Action")]],
    [{ ...PULL, Effect: "allow" }, [expect.stringContaining(`Effect: "allow" is not allowed; use one of Allow, Deny`)]],
    [{ ...PULL, Sid: "x".repeat(10_240) }, [expect.stringContaining("are more than 10240")]],
    [{ ...PULL, Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }, []],
    [{ ...PULL, Principal: { AWS: "222222222222" } }, []],
  ])("is refused a policy that ECR refuses: %j", (statement, reasons) => {
    const policy = typeof statement === "string" ? statement : documentOf(statement);
    expect(account.reasons(POLICY, { repository: "frontend", policy })).toEqual(reasons);
  });

  it("is named by its name, not by its address", () => {
    const repository = "111111111111.dkr.ecr.us-west-2.amazonaws.com/frontend:v1";
    expect(account.reasons(POLICY, { repository, policy: documentOf(PULL) })).toEqual([
      expect.stringContaining("is not allowed; use 2 to 256 lower-case letters"),
    ]);
  });
});
