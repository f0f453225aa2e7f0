import { describe, expect, it } from "vitest";
import { TYPES } from "../../kinds";
import { problemsOfCall } from "../knowledge";
import { CALLS, FUNCTION_CALLS } from ".";
import { everyCall, newSubject, oldSubject } from "./testing";

const PLACE = { account: "111122223333", region: "us-west-2", partition: "aws" };

describe("the table of calls", () => {
  it("has every type that the stand-in knows, and no other", () => {
    expect(Object.keys(CALLS).sort()).toEqual([...TYPES].sort());
  });

  it.each(TYPES)("has calls of %s that AWS knows, with their resources and condition keys", async (type) => {
    const problems = await Promise.all(Object.values(everyCall(type)).flat().map(problemsOfCall));
    expect([...new Set(problems.flat())]).toEqual([]);
  });

  it.each(Object.entries(FUNCTION_CALLS))("has calls of %s that AWS knows", async (_, callsOf) => {
    const problems = await Promise.all(callsOf({ secretId: "staging/token" }, PLACE).map(problemsOfCall));
    expect(problems.flat()).toEqual([]);
  });

  it.each(TYPES)("has readings of %s that change nothing", (type) => {
    const changes = everyCall(type).read.filter(({ action }) => !/:(Describe|Get|List|View)/.test(action));
    expect(changes).toEqual([]);
  });
});

describe("tags at a creation", () => {
  it("are not there yet for the key that gets them, and are there for its rotation", () => {
    const calls = CALLS["aws:kms/key:Key"]?.create(newSubject("aws:kms/key:Key")) ?? [];
    const tagging = calls.find(({ action }) => action === "kms:TagResource");
    expect(tagging?.context).toEqual({
      "kms:CallerAccount": "111122223333",
      "aws:RequestTag/system": "thoughts",
      "aws:RequestTag/environment": "staging",
      "aws:TagKeys": ["system", "environment"],
    });
    const rotation = calls.find(({ action }) => action === "kms:EnableKeyRotation");
    expect(rotation?.context).toMatchObject({ "aws:ResourceTag/system": "thoughts" });
  });

  it("are given to a VPC by a call that says so", () => {
    const calls = CALLS["aws:ec2/vpc:Vpc"]?.create(newSubject("aws:ec2/vpc:Vpc")) ?? [];
    const tagging = calls.find(({ action }) => action === "ec2:CreateTags");
    expect(tagging).toMatchObject({
      resources: ["arn:aws:ec2:us-west-2:111122223333:vpc/*"],
      context: { "ec2:CreateAction": "CreateVpc", "aws:RequestTag/environment": "staging" },
    });
  });

  it("need no call where there are none", () => {
    const calls = CALLS["aws:iam/role:Role"]?.create(newSubject("aws:iam/role:Role", { tagsAll: {} })) ?? [];
    expect(calls.map(({ action }) => action)).not.toContain("iam:TagRole");
  });
});

describe("an update", () => {
  it.each(TYPES)("of nothing in %s leaves its tags as they are", (type) => {
    const calls = CALLS[type]?.update(oldSubject(type)) ?? [];
    expect(calls.filter(({ action }) => /:(Tag|Untag|CreateTags|DeleteTags|AddTags|RemoveTags)/.test(action))).toEqual(
      [],
    );
  });

  it("gives the tags that are new, after it took off those that are gone", () => {
    const { update } = everyCall("aws:iam/role:Role");
    const tagging = update.filter(({ action }) => /Tag|Untag/.test(action));
    expect(tagging.map(({ action, context }) => [action, context["aws:TagKeys"]])).toEqual([
      ["iam:UntagRole", ["gone"]],
      ["iam:TagRole", ["system", "environment"]],
    ]);
  });

  it("of a rule of a security group changes it in place", () => {
    const { update } = everyCall("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(update).toContainEqual(
      expect.objectContaining({
        action: "ec2:ModifySecurityGroupRules",
        resources: ["arn:aws:ec2:us-west-2:111122223333:security-group/sg-01"],
      }),
    );
  });
});

describe("a role", () => {
  it("is given to a service by its ARN, and the service is named", () => {
    const { create } = everyCall("aws:eks/podIdentityAssociation:PodIdentityAssociation");
    expect(create).toContainEqual(
      expect.objectContaining({
        action: "iam:PassRole",
        resources: ["arn:aws:iam::111122223333:role/thoughts-role"],
        context: expect.objectContaining({ "iam:PassedToService": "pods.eks.amazonaws.com" }) as unknown,
      }),
    );
  });
});

describe("a service that uses a key of ours", () => {
  it("asks for it in the caller's name", () => {
    const { create } = everyCall("aws:ecr/repository:Repository");
    expect(create.find(({ action }) => action === "kms:CreateGrant")).toMatchObject({
      resources: ["arn:aws:kms:us-west-2:111122223333:key/0123"],
      context: { "kms:ViaService": "ecr.us-west-2.amazonaws.com", "aws:ResourceTag/environment": "staging" },
    });
  });
});
