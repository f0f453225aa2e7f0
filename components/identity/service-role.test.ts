import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { record, type Recorded } from "../testing/recording";
import { PODS, ServiceRole, type ServiceRoleArgs } from "./service-role";

async function recorded(args: ServiceRoleArgs): Promise<readonly Recorded[]> {
  const { resources } = await record(() => {
    const provider = new aws.Provider("aws", { region: "us-west-2", allowedAccountIds: ["123456789012"] });
    new ServiceRole("r", args, { provider });
  });
  return resources.filter(({ parent }) => parent === "r");
}

function trustOf(resources: readonly Recorded[]): unknown {
  const role = resources.find(({ name }) => name === "r-role");
  return (JSON.parse(String(role?.inputs.assumeRolePolicy)) as { Statement: unknown }).Statement;
}

describe("a service's role", () => {
  it("is taken on by that service only; pods tag their session, which the agent demands", async () => {
    expect(trustOf(await recorded({ service: "ec2.amazonaws.com" }))).toEqual([
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    expect(trustOf(await recorded({ service: PODS }))).toEqual([
      { Effect: "Allow", Principal: { Service: PODS }, Action: ["sts:AssumeRole", "sts:TagSession"] },
    ]);
  });

  it("may do nothing but what it is given: policies of AWS, and statements of its own", async () => {
    expect(await recorded({ service: PODS })).toHaveLength(1);
    const statements = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }] as const;
    const resources = await recorded({ service: PODS, managedPolicies: { read: "ReadOnlyAccess" }, statements });
    expect(resources.map(({ name, inputs }) => [name, inputs.policyArn ?? inputs.policy]).slice(1)).toEqual([
      ["r-read", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
      ["r-policy", JSON.stringify({ Version: "2012-10-17", Statement: statements })],
    ]);
  });
});
