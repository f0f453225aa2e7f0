import type { Call } from "./call";
import type { Caller } from "./caller";
import type { Refusal } from "./evaluator";

const ARTICLES = { "identity-based policy": "an", "permissions boundary": "a", "resource-based policy": "a" } as const;

/** AWS's words: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied({ action }: Call, { arn }: Caller, refusal: Refusal): string {
  const { refuser, resource } = refusal;
  const on = resource === "*" ? "" : ` on resource: ${resource}`;
  const why = refusal.explicit
    ? `with an explicit deny in ${ARTICLES[refuser]} ${refuser}`
    : `because no ${refuser} allows the ${action} action`;
  return `AccessDenied: User: ${arn} is not authorized to perform: ${action}${on} ${why}`;
}

/** What to do about it: the statement that says no, or the smallest one that says yes, and where it belongs. */
export function remedyOf({ action }: Call, { principalArn }: Caller, refusal: Refusal): string {
  if (refusal.explicit) {
    const { policy, statement } = refusal.by;
    return `Statement ${statement} of ${policy} denies it. Make it narrower, or do without the call.`;
  }
  const { refuser, resource } = refusal;
  const principal = refuser === "resource-based policy" ? { Principal: { AWS: principalArn } } : {};
  const statement = { Effect: "Allow", ...principal, Action: action, Resource: resource };
  const where = { "identity-based policy": "a policy of", "permissions boundary": "the permissions boundary of" };
  const place = refuser === "resource-based policy" ? `the policy of ${resource}` : `${where[refuser]} ${principalArn}`;
  return `Add to ${place}: ${JSON.stringify(statement)}`;
}
