import { describe, expect, it } from "vitest";
import { problemsOfCall, problemsOfPolicy } from "./knowledge";
import { call, policyOf } from "./testing";

const VPC = "arn:aws:ec2:us-west-2:111122223333:vpc/*";
const TAGS = { "aws:RequestTag/system": "thoughts", "aws:TagKeys": ["system"] };

describe("a call that AWS knows", () => {
  it.each([
    call("ec2:CreateVpc", VPC, { ...TAGS, "ec2:Region": "us-west-2", "aws:PrincipalArn": "x" }),
    call("ec2:DescribeVpcs"),
    call("kms:CreateKey", "*", TAGS),
    call("kms:EnableKeyRotation", "arn:aws:kms:us-west-2:111122223333:key/*", { "aws:ResourceTag/system": "thoughts" }),
    call("iam:PassRole", "arn:aws:iam::111122223333:role/x", { "iam:PassedToService": "eks.amazonaws.com" }),
    call("s3:PutBucketPolicy", "arn:aws:s3:::bucket"),
    call("eks:CreateCluster", "arn:aws:eks:us-west-2:111122223333:cluster/staging", TAGS),
  ])("has no problem: $action", async (known) => {
    expect(await problemsOfCall(known)).toEqual([]);
  });
});

describe("a call that AWS does not know", () => {
  it.each([
    [call("ec2:MakeVpc"), "ec2:MakeVpc: there is no such action"],
    [call("ec3:CreateVpc"), "ec3:CreateVpc: there is no such action"],
    [call("ec2:createVpc", VPC), "ec2:createVpc is written ec2:CreateVpc"],
    [call("ec2:CreateVpc"), "resource *: it is about vpc; give its ARN"],
    [
      call("ec2:CreateVpc", "arn:aws:ec2:us-west-2:1:subnet/*"),
      "is subnet of ec2; allowed: ipam-pool, ipv6pool-ec2, vpc",
    ],
    [call("ec2:DescribeVpcs", VPC), "is vpc of ec2; allowed: *"],
    [call("s3:PutBucketPolicy", "arn:aws:s3:::bucket/key"), "is object of s3; allowed: bucket"],
    [call("kms:CreateKey", "arn:aws:s3:::bucket"), "is no type of kms; allowed: *"],
    [call("iam:PassRole", "arn:aws:iam::1:role/x", { "iam:Passed": "x" }), "condition key iam:Passed: there is none"],
    [call("iam:PassRole", "arn:aws:iam::1:role/x", TAGS), "condition key aws:RequestTag/system does not come with it"],
    [call("kms:CreateKey", "*", { "aws:TagKeys": "system" }), "aws:TagKeys has a list of values, but a text is given"],
    [call("kms:CreateKey", "*", { "kms:KeySpec": ["x"] }), "kms:KeySpec has one value, but a list is given"],
  ])("says what is wrong: $0.action, %#", async (unknown, problem) => {
    expect(await problemsOfCall(unknown)).toContainEqual(expect.stringContaining(problem));
  });
});

it("says which actions and condition keys of a policy there are not", async () => {
  const policy = policyOf("identity", "deploy", {
    Effect: "Allow",
    Action: ["ec2:Describe*", "ec2:describeVpcs", "ec2:MakeVpc", "ec2:Make*", "ec3:*", "*"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:ResourceTag/system": "thoughts", "ec2:Colour": "red", "token.example.com:sub": "x" },
    },
  });
  expect(await problemsOfPolicy(policy)).toEqual([
    "Policy deploy, statement 1: action ec2:MakeVpc: there is none",
    "Policy deploy, statement 1: action ec2:Make*: there is none",
    "Policy deploy, statement 1: action ec3:*: there is none",
    "Policy deploy, statement 1: condition key ec2:Colour: there is none",
  ]);
});
