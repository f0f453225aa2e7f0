import type { Call } from "./call";
import type { Caller } from "./caller";
import type { JsonObject } from "../../wire/json";
import { parsePolicy, type Policy, type PolicyKind } from "./policy";

/** A policy of version 2012-10-17. */
export function policyOf(kind: PolicyKind, name: string, ...statements: readonly JsonObject[]): Policy {
  return parsePolicy(kind, name, { Version: "2012-10-17", Statement: [...statements] });
}

/** A session of the role `deploy` in account 111122223333. */
export function roleWith(policies: readonly Policy[], boundary?: Policy): Caller {
  return {
    arn: "arn:aws:sts::111122223333:assumed-role/deploy/run-1",
    principalArn: "arn:aws:iam::111122223333:role/deploy",
    account: "111122223333",
    policies,
    ...(boundary && { boundary }),
  };
}

export function call(action: string, resource = "*", context: Call["context"] = {}): Call {
  return { action, resources: [resource], context };
}
