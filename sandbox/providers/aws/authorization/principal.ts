import type { Caller } from "./caller";
import type { Statement } from "./policy";

/**
 * What a statement of a resource's policy gives to a caller.
 * - `nothing`: it is about somebody else.
 * - `account`: it lets the account's own policies give access.
 * - `role`: access for the role, within its permissions boundary.
 * - `session`: access for this session or user, which no boundary limits but by an explicit denial.
 */
export type Grant = "nothing" | "account" | "role" | "session";

/**
 * A role is limited by its boundary where it is named, its session and a user are not, and neither is who comes by a wildcard
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
function grantOfPrincipal(principal: string, { arn, principalArn, account }: Caller): Grant {
  if (principal === "*" || principal === arn) return "session";
  if (principal === principalArn) return "role";
  return principal === account || /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] === account
    ? "account"
    : "nothing";
}

const ORDER: readonly Grant[] = ["session", "role", "account"];

/** The most that one of a statement's principals gives. */
export function grantOf({ principals }: Statement, caller: Caller): Grant {
  const grants = principals.map((principal) => grantOfPrincipal(principal, caller));
  return ORDER.find((grant) => grants.includes(grant)) ?? "nothing";
}
