import type { ResourceValidationPolicy } from "@pulumi/policy";

const ROLE = "aws:iam/role:Role";

/**
 * Whoever may make roles could otherwise make one that may do more than they may themselves, and use it. People's and
 * workflows' own roles are made by the account's own stack, which neither of them runs.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const rolesBounded: ResourceValidationPolicy = {
  name: "roles-bounded",
  description: "Every role that a service of AWS takes on has a permissions boundary.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Give the component that makes the role the account's `transforms` (infra/account/aws-account.ts).",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  validateResource: ({ type, props }, report) => {
    if (type !== ROLE || !isTakenOnByService(props.assumeRolePolicy)) {
      return;
    }
    const boundary: unknown = props.permissionsBoundary;
    if (typeof boundary !== "string" || !boundary.includes(":policy/")) {
      report(
        `its permissionsBoundary is ${JSON.stringify(boundary)}; it has to be the ARN of the environment's boundary.`,
      );
    }
  },
};

function isTakenOnByService(trust: unknown): boolean {
  return typeof trust === "string" && /"Service"\s*:/.test(trust);
}
