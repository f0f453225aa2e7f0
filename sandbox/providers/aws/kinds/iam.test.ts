import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { textAt } from "../../wire/json";
import { TestAccount } from "../testing";

const ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const POLICY = "aws:iam/policy:Policy";
const INLINE = "aws:iam/rolePolicy:RolePolicy";

const document = (actions: number) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: Array.from({ length: actions }, () => "ec2:DescribeVpcs"), Resource: "*" }],
  });

describe("IAM in the stand-in", () => {
  let account: TestAccount;
  beforeEach(() => {
    account = new TestAccount();
  });
  afterEach(() => account.remove());

  it("takes inline policies of a role up to 10,240 characters", () => {
    const inputs = { name: "a", role: "r" };
    expect(account.reasons(INLINE, { ...inputs, policy: document(10) })).toEqual([]);
    expect(account.reasons(INLINE, { ...inputs, policy: document(Math.ceil(10_240 / 19)) })).toEqual([
      expect.stringContaining("are more than the 10240 that IAM takes"),
    ]);
  });

  it("takes a policy of its own up to 6,144 characters", () => {
    expect(account.reasons(POLICY, { name: "a", policy: document(Math.ceil(6_144 / 19)) })).toEqual([
      expect.stringContaining("are more than the 6144 that IAM takes"),
    ]);
  });

  it("does not delete a policy that bounds a role", async () => {
    const boundary = await account.create(POLICY, { name: "a", policy: document(1) });
    const permissionsBoundary = textAt(boundary.properties, "arn");
    await account.create("aws:iam/role:Role", { name: "r", assumeRolePolicy: document(1), permissionsBoundary });
    await expect(account.delete(POLICY, boundary)).rejects.toThrow("DeleteConflict");
  });

  it("trusts an issuer of tokens once, by an https URL", async () => {
    const issuer = { url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"] };
    const { id } = await account.create(ISSUER, issuer);
    expect(id).toBe("arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com");
    await expect(account.create(ISSUER, issuer)).rejects.toThrow("EntityAlreadyExists");
    expect(account.reasons(ISSUER, { ...issuer, url: "http://a" })).toEqual([
      expect.stringContaining("use an https URL"),
    ]);
  });

  it("gives a role a policy only when the role is there", async () => {
    await expect(account.create(INLINE, { name: "a", role: "nobody", policy: document(1) })).rejects.toThrow(
      "NoSuchEntity",
    );
  });
});
