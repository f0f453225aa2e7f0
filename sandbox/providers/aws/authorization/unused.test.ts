import { expect, it } from "vitest";
import { policyOf } from "./testing";
import { unusedRights } from "./unused";

const POLICY = policyOf(
  "identity",
  "deploy-foundation-0a1b2c3",
  { Effect: "Allow", Action: ["ec2:CreateVpc", "ec2:Describe*"], Resource: "*" },
  { Effect: "Allow", Action: "ec2:CreateVpc", Resource: "arn:aws:ec2:us-west-2:111122223333:vpc/*" },
  { Effect: "Deny", Action: "ec2:DeleteVpc", Resource: "*" },
);
const use = (statement: string, action: string, policy = POLICY.name) => ({
  ...{ role: "deploy", policy, statement, action },
});

it("says for each policy which of its rights no call used", () => {
  expect(unusedRights({ policies: [POLICY] }, [use("1", "ec2:DescribeSubnets")])).toEqual([
    { policy: "deploy-foundation", named: 3, unused: ["ec2:CreateVpc", "ec2:CreateVpc"] },
  ]);
});

it("counts a right for its own statement only, and for its own policy", () => {
  const uses = [use("1", "ec2:CreateVpc"), use("2", "ec2:CreateVpc", "another"), use("1", "ec2:DescribeVpcs")];
  expect(unusedRights({ policies: [POLICY] }, uses)).toMatchObject([{ unused: ["ec2:CreateVpc"] }]);
});
