import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../wire/json";
import type { Thing } from "../cloud";
import { Account } from "./account";
import { authorize } from "./evaluator";
import { call } from "./testing";

const NUMBER = "111122223333";
const ROLE = "aws:iam/role:Role";
const BUCKET = "arn:aws:s3:::logs";
const KEY = `arn:aws:kms:us-west-2:${NUMBER}:key/0123`;
const BOUNDARY = `arn:aws:iam::${NUMBER}:policy/boundary`;
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

const thing = (type: string, id: string, inputs: JsonObject): Thing => ({
  ...{ type, key: id, id, inputs, seed: "", created: "", revision: 1 },
});
const document = (...statements: readonly JsonObject[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allowing = (action: string) => document({ Effect: "Allow", Action: action, Resource: "*" });
const inline = (role: string, policy: string) =>
  thing("aws:iam/rolePolicy:RolePolicy", `${role}:own`, { role, name: "own", policy });
const attached = (role: string, policyArn: string) =>
  thing("aws:iam/rolePolicyAttachment:RolePolicyAttachment", `${role}/${policyArn}`, { role, policyArn });

/** Whether a role of an account may do it. */
function may(things: readonly Thing[], action: string, resource = "*"): boolean {
  const account = new Account(NUMBER, [thing(ROLE, "own", { path: "/thoughts/" }), ...things]);
  return authorize(call(action, resource), account.session("own", "run"), account.policyOf).kind === "allowed";
}

describe("a session of a role", () => {
  it("is named as AWS names it, with the path of the role", () => {
    const account = new Account(NUMBER, [thing(ROLE, "own", { path: "/thoughts/" })]);
    expect(account.session("own", "run")).toMatchObject({
      arn: `arn:aws:sts::${NUMBER}:assumed-role/own/run`,
      principalArn: `arn:aws:iam::${NUMBER}:role/thoughts/own`,
    });
  });

  it("has the policies of its role, and of no other", () => {
    expect(may([inline("own", allowing("s3:ListBucket"))], "s3:ListBucket", BUCKET)).toBe(true);
    expect(may([inline("other", allowing("s3:ListBucket"))], "s3:ListBucket", BUCKET)).toBe(false);
  });

  it("has the policies that are attached to its role: the account's, and AWS's for administrators", () => {
    const policy = thing("aws:iam/policy:Policy", BOUNDARY, { name: "boundary", policy: allowing("s3:*") });
    expect(may([policy, attached("own", BOUNDARY)], "s3:ListBucket", BUCKET)).toBe(true);
    expect(may([attached("own", ADMINISTRATOR)], "ec2:CreateVpc")).toBe(true);
    expect(() => may([attached("own", "arn:aws:iam::aws:policy/ReadOnlyAccess")], "ec2:CreateVpc")).toThrow(
      "the policy arn:aws:iam::aws:policy/ReadOnlyAccess is not known",
    );
  });

  it("stays within the boundary of its role", () => {
    const bounded = (most: string) => [
      thing(ROLE, "bounded", { permissionsBoundary: BOUNDARY }),
      thing("aws:iam/policy:Policy", BOUNDARY, { name: "boundary", policy: allowing(most) }),
      inline("bounded", allowing("s3:ListBucket")),
    ];
    const decide = (most: string) => {
      const account = new Account(NUMBER, bounded(most));
      return authorize(call("s3:ListBucket", BUCKET), account.session("bounded", "run"), account.policyOf).kind;
    };
    expect([decide("s3:*"), decide("ec2:*")]).toEqual(["allowed", "denied"]);
  });
});

describe("the policy of a resource", () => {
  const all = inline("own", allowing("*"));
  const denying = document({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" });

  it("of a bucket is about the bucket and its objects", () => {
    const policy = thing("aws:s3/bucketPolicy:BucketPolicy", "logs", { bucket: "logs", policy: denying });
    expect(may([all, policy], "s3:ListBucket", BUCKET)).toBe(false);
    expect(may([all, policy], "s3:GetObject", `${BUCKET}/a/b`)).toBe(false);
    expect(may([all, policy], "s3:ListBucket", "arn:aws:s3:::others")).toBe(true);
  });

  it("of a key decides alone whether the account's own policies count", () => {
    const key = (principal: string) =>
      thing("aws:kms/key:Key", "0123", {
        policy: document({ Effect: "Allow", Principal: { AWS: principal }, Action: "kms:*", Resource: "*" }),
      });
    expect(may([all, key(`arn:aws:iam::${NUMBER}:root`)], "kms:Decrypt", KEY)).toBe(true);
    expect(may([all, key(`arn:aws:iam::${NUMBER}:role/other`)], "kms:Decrypt", KEY)).toBe(false);
    expect(may([all, thing("aws:kms/key:Key", "0123", {})], "kms:Decrypt", KEY)).toBe(true);
  });
});
