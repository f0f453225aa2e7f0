import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { rolesBounded } from "./roles-bounded";

async function violations(type: string, props: Record<string, unknown>): Promise<readonly string[]> {
  const said: string[] = [];
  const args = { type, props, name: "thing" } as unknown as ResourceValidationArgs;
  await (rolesBounded.validateResource as ResourceValidation)(args, (message) => said.push(message));
  return said;
}

const ROLE = "aws:iam/role:Role";
const trust = (principal: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: principal }] });
const pods = trust({ Service: "pods.eks.amazonaws.com" });
const boundary = "arn:aws:iam::111111111111:policy/thoughts-staging-boundary";

describe("the rule that roles are bounded", () => {
  it("lets a bounded role pass", async () => {
    expect(await violations(ROLE, { assumeRolePolicy: pods, permissionsBoundary: boundary })).toEqual([]);
  });

  it.each([undefined, "", "none", 5])("stops a service's role whose boundary is %j", async (permissionsBoundary) => {
    expect(await violations(ROLE, { assumeRolePolicy: pods, permissionsBoundary })).toEqual([
      expect.stringContaining("it has to be the ARN of the environment's boundary"),
    ]);
  });

  it.each([
    trust({ AWS: "arn:aws:iam::111111111111:root" }),
    trust({ Federated: "arn:aws:iam::111111111111:oidc-provider/x" }),
    5,
  ])("says nothing of what no service takes on: %j", async (assumeRolePolicy) => {
    expect(await violations(ROLE, { assumeRolePolicy })).toEqual([]);
  });

  it("says nothing of what is no role", async () => {
    expect(await violations("aws:iam/policy:Policy", {})).toEqual([]);
  });

  it("stops an update", () => {
    expect(rolesBounded.enforcementLevel).toBe("mandatory");
  });
});
