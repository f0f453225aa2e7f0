import { expect, it } from "vitest";
import { authorize, type ResourcePolicy } from "./evaluator";
import { accessDenied, remedyOf } from "./refusal";
import { call, policyOf, roleWith } from "./testing";

const VPC = "arn:aws:ec2:us-west-2:111122223333:vpc/*";
const KEY = "arn:aws:kms:us-west-2:111122223333:key/1";
const SESSION = "arn:aws:sts::111122223333:assumed-role/deploy/run-1";
const ROLE = "arn:aws:iam::111122223333:role/deploy";

/** What AWS says, and what is to be done. */
function answer(made = call("ec2:CreateVpc", VPC), caller = roleWith([]), policy?: ResourcePolicy): readonly string[] {
  const decision = authorize(made, caller, () => policy);
  if (decision.kind === "allowed") return [];
  return decision.refusals.flatMap((one) => [accessDenied(made, caller, one), remedyOf(made, caller, one)]);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
it("says in AWS's words that no policy of the role allows it, and which statement would", () => {
  expect(answer()).toEqual([
    `AccessDenied: User: ${SESSION} is not authorized to perform: ec2:CreateVpc on resource: ${VPC} because no identity-based policy allows the ec2:CreateVpc action`,
    `Add to a policy of ${ROLE}: {"Effect":"Allow","Action":"ec2:CreateVpc","Resource":"${VPC}"}`,
  ]);
});

it("names no resource where the action has none", () => {
  expect(answer(call("ec2:DescribeVpcs"))[0]).toBe(
    `AccessDenied: User: ${SESSION} is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action`,
  );
});

it("says which statement denies it", () => {
  const policy = policyOf("identity", "deploy-policy", {
    Sid: "NoVpc",
    Effect: "Deny",
    Action: "ec2:*",
    Resource: "*",
  });
  expect(answer(undefined, roleWith([policy]))).toEqual([
    `AccessDenied: User: ${SESSION} is not authorized to perform: ec2:CreateVpc on resource: ${VPC} with an explicit deny in an identity-based policy`,
    "Statement NoVpc of deploy-policy denies it. Make it narrower, or do without the call.",
  ]);
});

it("says that the boundary does not allow it", () => {
  const all = policyOf("identity", "all", { Effect: "Allow", Action: "*", Resource: "*" });
  const bounds = policyOf("identity", "boundary", { Effect: "Allow", Action: "s3:*", Resource: "*" });
  expect(answer(undefined, roleWith([all], bounds))).toEqual([
    expect.stringContaining("because no permissions boundary allows the ec2:CreateVpc action"),
    `Add to the permissions boundary of ${ROLE}: {"Effect":"Allow","Action":"ec2:CreateVpc","Resource":"${VPC}"}`,
  ]);
});

it("says that the policy of a key does not allow it, and whom to name there", () => {
  const statement = { Effect: "Allow", Principal: { AWS: "444455556666" }, Action: "kms:*", Resource: "*" };
  const policy = policyOf("resource", "key", statement);
  expect(answer(call("kms:Decrypt", KEY), roleWith([]), { policy, account: "111122223333", decides: true })).toEqual([
    expect.stringContaining("because no resource-based policy allows the kms:Decrypt action"),
    `Add to the policy of ${KEY}: {"Effect":"Allow","Principal":{"AWS":"${ROLE}"},"Action":"kms:Decrypt","Resource":"${KEY}"}`,
  ]);
});
