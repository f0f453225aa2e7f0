import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestAccount } from "../testing";

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

  it("gives a role a policy only when the role is there", async () => {
    await expect(account.create(INLINE, { name: "a", role: "nobody", policy: document(1) })).rejects.toThrow(
      "NoSuchEntity",
    );
  });
});
