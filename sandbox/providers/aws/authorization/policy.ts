import { z } from "zod";
import type { JsonObject } from "../../wire/json";
import { type Condition, parseCondition } from "./conditions";
import { checkResourcePattern } from "./pattern";

/**
 * Where a policy is attached. An `identity` policy names no principal, a `resource` policy names one; a policy on a resource
 * that says no `Resource` is about the resource that it is attached to, as on a role or an ECR repository.
 */
export type PolicyKind = "identity" | "resource";

/** What a statement is about: what is listed, or (`NotAction`, `NotResource`) everything else. */
export interface Selection {
  readonly listed: boolean;
  readonly patterns: readonly string[];
}

export interface Statement {
  /** `Sid`, or the number of the statement, from 1. */
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: Selection;
  /** Absent on a policy that is about the resource that it is attached to. */
  readonly resources?: Selection;
  /** Accounts, ARNs or `*`, of the `AWS` principals. Only in a resource policy. */
  readonly principals: readonly string[];
  readonly conditions: readonly Condition[];
  /** Whether `${…}` is a variable: not in version 2008-10-17, which is the default. */
  readonly variables: boolean;
}

export interface Policy {
  /** What it is called in reports: `deploy-policy`. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

const texts = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());

/** A principal is everybody, or lists by type: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const principal = z.preprocess(
  (value) => (value === "*" ? { AWS: value } : value),
  z.strictObject({
    AWS: texts.optional(),
    Service: texts.optional(),
    Federated: texts.optional(),
    CanonicalUser: texts.optional(),
  }),
);

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z.union([scalar.transform((value) => [value]), z.array(scalar)]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, without `NotPrincipal`. */
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: principal.optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
});

const documentSchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).default("2008-10-17"),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => [value].flat(), z.array(statementSchema).min(1)),
});

type Written = z.infer<typeof statementSchema>;

/** One of two elements that exclude each other. */
function selection(
  listed: readonly string[] | undefined,
  others: readonly string[] | undefined,
  where: string,
): Selection | undefined {
  if (listed !== undefined && others !== undefined) {
    throw new Error(`${where} and its Not${where.split(" ").at(-1) ?? ""} are both given. Give one of them.`);
  }
  if (listed !== undefined) return { listed: true, patterns: listed };
  return others && { listed: false, patterns: others };
}

function checkPrincipal(kind: PolicyKind, written: Written, where: string): void {
  if (kind === "identity" && written.Principal !== undefined) {
    throw new Error(`${where}: Principal is given in a policy of an identity. It belongs in a policy of a resource.`);
  }
  if (kind === "resource" && written.Principal === undefined) {
    throw new Error(`${where}: Principal is missing. A policy of a resource says whom it is about.`);
  }
}

/**
 * A wildcard is one of the whole action or of its name; before the colon stands a service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
function checkAction(pattern: string, where: string): void {
  if (!/^(\*|[\w-]+:[\w*?-]+)$/.test(pattern)) {
    throw new Error(
      `${where}: the action ${pattern} is not \`service:Action\`, with * or ? in its second part, or \`*\`.`,
    );
  }
}

/** Where a statement is, for errors, and what holds for its document. */
interface Place {
  readonly kind: PolicyKind;
  readonly name: string;
  readonly where: string;
  readonly variables: boolean;
}

function parseStatement(written: Written, { kind, name, where, variables }: Place): Statement {
  checkPrincipal(kind, written, where);
  const actions = selection(written.Action, written.NotAction, `${where}: Action`);
  if (!actions) throw new Error(`${where}: neither Action nor NotAction is given. Give one of them.`);
  const resources = selection(written.Resource, written.NotResource, `${where}: Resource`);
  if (!resources && kind === "identity") {
    throw new Error(`${where}: neither Resource nor NotResource is given. Give one of them.`);
  }
  for (const pattern of actions.patterns) checkAction(pattern, where);
  for (const pattern of resources?.patterns ?? []) checkResourcePattern(pattern, where);
  const conditions = Object.entries(written.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => parseCondition(operator, key, wanted, where, variables)),
  );
  const principals = written.Principal?.AWS ?? [];
  return { name, effect: written.Effect, actions, ...(resources && { resources }), principals, conditions, variables };
}

/**
 * Reads a policy document.
 *
 * @param name what it is called in reports and errors
 * @throws if AWS would refuse the document, or it has an element that is not judged here. `NotPrincipal` is one: AWS advises
 * against it, for a condition on `aws:PrincipalArn`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
 */
export function parsePolicy(kind: PolicyKind, name: string, document: string | JsonObject): Policy {
  const parsed = documentSchema.safeParse(typeof document === "string" ? JSON.parse(document) : document);
  if (!parsed.success) throw new Error(`Policy ${name} can't be judged:\n${z.prettifyError(parsed.error)}`);
  const { Version, Statement: statements } = parsed.data;
  const variables = Version === "2012-10-17";
  return {
    name,
    statements: statements.map((written, index) => {
      const called = written.Sid ?? String(index + 1);
      return parseStatement(written, { kind, name: called, where: `Policy ${name}, statement ${called}`, variables });
    }),
  };
}
