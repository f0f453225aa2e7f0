import type { Call } from "./call";
import { type Caller, keysOf } from "./caller";
import { Context } from "./context";
import { matchesAction, matchesResource } from "./pattern";
import type { Policy, Selection, Statement } from "./policy";
import { grantOf, type Grant } from "./principal";

/** A statement of a policy, by their names. */
export interface StatementName {
  readonly policy: string;
  readonly statement: string;
}

/** The policy of a resource, such as a bucket or a key. */
export interface ResourcePolicy {
  readonly policy: Policy;
  /** The account that has the resource. */
  readonly account: string;
  /**
   * Nobody has access unless this policy says so, or lets the account's own policies say so: keys of KMS
   * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html) and roles that are assumed.
   *
   * @default false - one of the two, policy of the caller or of the resource, is enough within an account
   */
  readonly decides?: boolean;
}

/** What kind of policy said no, in AWS's words. */
export type Refuser = "identity-based policy" | "permissions boundary" | "resource-based policy";

export type Verdict =
  | { readonly kind: "allowed"; readonly by: readonly StatementName[] }
  | { readonly kind: "denied"; readonly explicit: true; readonly refuser: Refuser; readonly by: StatementName }
  | { readonly kind: "denied"; readonly explicit: false; readonly refuser: Refuser };

/** What AWS says to a call, for each of its resources. */
export type Decision =
  | { readonly kind: "allowed"; readonly by: readonly StatementName[] }
  | { readonly kind: "denied"; readonly refusals: readonly Refusal[] };

export type Refusal = { readonly resource: string } & Extract<Verdict, { kind: "denied" }>;

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

function selects({ listed, patterns }: Selection, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) === listed;
}

/** Whether a statement is about a request, whoever makes it. */
function applies({ actions, resources, conditions, variables }: Statement, request: Request): boolean {
  const { action, resource, context } = request;
  const lookup = variables ? context.variable : undefined;
  return (
    selects(actions, (pattern) => matchesAction(pattern, action)) &&
    (!resources || selects(resources, (pattern) => matchesResource(pattern, resource, lookup))) &&
    conditions.every(({ key, holds }) => holds(context.get(key), context.variable))
  );
}

type Applied = StatementName & Pick<Statement, "effect"> & { readonly grant: Grant };

/** Statements about a request; `to` says what they give to the caller. */
function applied(
  policies: readonly Policy[],
  request: Request,
  to: (statement: Statement) => Grant,
): readonly Applied[] {
  return policies.flatMap((policy) =>
    policy.statements
      .filter((statement) => applies(statement, request))
      .map((statement) => ({
        policy: policy.name,
        statement: statement.name,
        effect: statement.effect,
        grant: to(statement),
      }))
      .filter(({ grant }) => grant !== "nothing"),
  );
}

function nameOf({ policy, statement }: StatementName): StatementName {
  return { policy, statement };
}

function allows(statements: readonly Applied[]): readonly Applied[] {
  return statements.filter(({ effect }) => effect === "Allow");
}

/**
 * One resource of a call. Order: explicit denials of all policies, the resource's policy, the boundary, policies of the caller
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html).
 */
function judge(request: Request, caller: Caller, attached: ResourcePolicy | undefined): Verdict {
  const own = applied(caller.policies, request, () => "account");
  const bounds = caller.boundary && applied([caller.boundary], request, () => "account");
  const others = attached ? applied([attached.policy], request, (statement) => grantOf(statement, caller)) : [];
  const kinds: readonly [Refuser, readonly Applied[]][] = [
    ["identity-based policy", own],
    ["permissions boundary", bounds ?? []],
    ["resource-based policy", others],
  ];
  for (const [refuser, statements] of kinds) {
    const denial = statements.find(({ effect }) => effect === "Deny");
    if (denial) return { kind: "denied", explicit: true, refuser, by: nameOf(denial) };
  }
  const account = attached?.account ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(request.resource)?.[1] ?? caller.account;
  const given = allows(others);
  const needed = (attached?.decides ?? false) || account !== caller.account;
  if (needed && given.length === 0) return { kind: "denied", explicit: false, refuser: "resource-based policy" };
  const direct = account === caller.account ? given : [];
  const unbounded = direct.filter(({ grant }) => grant === "session");
  if (unbounded.length > 0) return { kind: "allowed", by: unbounded.map(nameOf) };
  if (bounds && allows(bounds).length === 0)
    return { kind: "denied", explicit: false, refuser: "permissions boundary" };
  const sufficient = [...allows(own), ...direct.filter(({ grant }) => grant === "role")];
  if (sufficient.length === 0) return { kind: "denied", explicit: false, refuser: "identity-based policy" };
  return { kind: "allowed", by: [...sufficient, ...allows(bounds ?? []), ...(needed ? given : [])].map(nameOf) };
}

/**
 * Says whether AWS would allow a call, and by which statements; every resource of the call must be allowed.
 * Not judged: policies of organizations, sessions, VPC endpoints and grants of KMS.
 *
 * @param policyOf the policy of a resource, by the ARN in the call
 * @default policyOf - no resource has a policy
 */
export function authorize(
  call: Call,
  caller: Caller,
  policyOf: (arn: string) => ResourcePolicy | undefined = () => undefined,
): Decision {
  const context = new Context(keysOf(caller), call.context);
  const verdicts = call.resources.map((resource) => ({
    resource,
    ...judge({ action: call.action, resource, context }, caller, policyOf(resource)),
  }));
  const refusals = verdicts.filter((verdict) => verdict.kind === "denied");
  if (refusals.length > 0) return { kind: "denied", refusals };
  return { kind: "allowed", by: verdicts.flatMap((verdict) => (verdict.kind === "allowed" ? verdict.by : [])) };
}
