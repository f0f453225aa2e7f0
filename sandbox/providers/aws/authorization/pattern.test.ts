import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesAction, matchesArn, matchesLike, matchesResource, matchesText } from "./pattern";

const variables =
  (values: Readonly<Record<string, string>>) =>
  (key: string): string | undefined =>
    values[key];

describe("a pattern of an action", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
  it.each([
    ["iam:*AccessKey*", "iam:CreateAccessKey", true],
    ["iam:*AccessKey*", "iam:ListAccessKeys", true],
    ["iam:listaccesskeys", "iam:ListAccessKeys", true],
    ["IAM:ListAccessKeys", "iam:ListAccessKeys", true],
    ["*", "ec2:RunInstances", true],
    ["s3:Get?bject", "s3:GetObject", true],
    ["s3:GetObject", "s3:GetObjectAcl", false],
    ["s3:*", "s3express:CreateBucket", false],
  ])("%s, for %s: %s", (pattern, action, matches) => {
    expect(matchesAction(pattern, action)).toBe(matches);
  });
});

describe("a pattern of a resource", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  it.each([
    ["*", "arn:aws:s3:::amzn-s3-demo-bucket", true],
    ["arn:aws:iam::123456789012:user/accounting/*", "arn:aws:iam::123456789012:user/accounting/Bob", true],
    ["arn:aws:iam::123456789012:user/Bob", "arn:aws:iam::123456789012:user/bob", false],
    ["arn:aws:s3:::amzn-s3-demo-bucket/*/test/*", "arn:aws:s3:::amzn-s3-demo-bucket/1/test/object.jpg", true],
    ["arn:aws:s3:::amzn-s3-demo-bucket/*/test/*", "arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/3/object.jpg", true],
    ["arn:aws:s3:::amzn-s3-demo-bucket/*/test/*", "arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg", false],
    ["arn:aws:s3:::amzn-s3-demo-bucket/*/test/*", "arn:aws:s3:::amzn-s3-demo-bucket/test/object.jpg", false],
    ["arn:aws:ec2:*:123456789012:vpc/*", "arn:aws:ec2:us-west-2:123456789012:vpc/*", true],
    ["arn:aws:ec2:us-*-2:123456789012:vpc/*", "arn:aws:ec2:us-west-2:123456789012:vpc/vpc-1", true],
    ["arn:aws:ec2:us-*-2:123456789012:vpc/*", "arn:aws:ec2:us-west-1:x-2:123456789012:vpc/vpc-1", false],
    ["arn:aws:ec2:*", "arn:aws:ec2:us-west-2:123456789012:vpc/vpc-1", true],
    [
      "arn:aws:logs:us-west-2:123456789012:log-group:/a/*:*",
      "arn:aws:logs:us-west-2:123456789012:log-group:/a/b:*",
      true,
    ],
    ["arn:aws:rds:us-west-2:123456789012:*-drill", "arn:aws:rds:us-west-2:123456789012:db:users-drill", true],
    ["arn:aws:ec2:us-west-2:123456789012:vpc/vpc-1", "arn:aws:ec2:us-west-2:123456789012:vpc/*", false],
  ])("%s, for %s: %s", (pattern, arn, matches) => {
    expect(matchesResource(pattern, arn)).toBe(matches);
  });

  it("takes the text of a variable as it is, with its wildcards", () => {
    const pattern = "arn:aws:s3:::bucket/home/${aws:username}/*";
    expect(matchesResource(pattern, "arn:aws:s3:::bucket/home/ann/x", variables({ "aws:username": "ann" }))).toBe(true);
    expect(matchesResource(pattern, "arn:aws:s3:::bucket/home/ann/x", variables({ "aws:username": "*" }))).toBe(false);
    expect(matchesResource(pattern, "arn:aws:s3:::bucket/home/ann/x", variables({}))).toBe(false);
  });
});

describe("a policy variable", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  it("has a default where the call has no such key", () => {
    const pattern = "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'company-wide'}/*";
    const team = variables({ "aws:PrincipalTag/team": "yellow" });
    expect(matchesResource(pattern, "arn:aws:s3:::bucket/company-wide/x", variables({}))).toBe(true);
    expect(matchesResource(pattern, "arn:aws:s3:::bucket/yellow/x", team)).toBe(true);
    expect(matchesResource(pattern, "arn:aws:s3:::bucket/company-wide/x", team)).toBe(false);
  });

  it("writes wildcards and the dollar as themselves", () => {
    expect(matchesLike("a${*}b${?}${$}", "a*b?$", variables({}))).toBe(true);
    expect(matchesLike("a${*}b", "axxb", variables({}))).toBe(false);
  });

  it("is plain text where variables are not known", () => {
    expect(matchesText("${aws:username}", "${aws:username}")).toBe(true);
  });

  it("matches what it stands for, whatever that is", () => {
    assert(property(string(), (value) => matchesLike("x${key}y", `x${value}y`, variables({ key: value }))));
    assert(
      property(string(), (value) => matchesLike("*", value) && matchesText("${key}", value, variables({ key: value }))),
    );
  });
});

it("compares ARNs component by component, where text would match", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
  const pattern = "arn:aws:someservice:*:111122223333:finance/*";
  const given = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
  expect(matchesLike(pattern, given)).toBe(true);
  expect(matchesArn(pattern, given)).toBe(false);
  expect(matchesArn(pattern, "arn:aws:someservice:us-east-2:111122223333:finance/document.txt")).toBe(true);
});
