import type { ContextValue } from "./context";
import type { Policy } from "./policy";

/** A user, or a session of a role, that makes calls. */
export interface Caller {
  /** What AWS's errors call it: `arn:aws:sts::111111111111:assumed-role/deploy/run-1`, or the user's ARN. */
  readonly arn: string;
  /** The ARN of the role, with its path; of a user, the same as `arn`. */
  readonly principalArn: string;
  /** Its account, of 12 digits. */
  readonly account: string;
  /** Policies of the identity: inline and attached. */
  readonly policies: readonly Policy[];
  /** @default - no permissions boundary */
  readonly boundary?: Policy;
  /** Tags of the role and of the session. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** What its session adds to every call: `aws:MultiFactorAuthPresent`, `aws:SourceIp`. @default - nothing */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

/** Condition keys about the caller: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function keysOf({ arn, principalArn, account, tags = {}, context = {} }: Caller): Record<string, ContextValue> {
  const session = arn !== principalArn;
  return {
    "aws:PrincipalArn": principalArn,
    "aws:PrincipalAccount": account,
    "aws:PrincipalType": session ? "AssumedRole" : "User",
    ...(session ? {} : { "aws:username": principalArn.split("/").at(-1) ?? "" }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    ...context,
  };
}
