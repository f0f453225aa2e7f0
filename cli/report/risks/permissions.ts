import { isDeepStrictEqual } from "node:util";
import type { Finder, Finding } from "./finding";
import { at, type Inputs, listAt, textAt, textsOf } from "./inputs";
import { type Statement, statementsOf } from "./policy-document";

/** Documents that say who may do what, by type of resource and field. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:iam/role:Role": "assumeRolePolicy",
  "aws:kms/key:Key": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
};

/** What ties somebody to rights that stand elsewhere: the field that names them, then those that say who gets them, and where. */
const GRANTS: Readonly<Record<string, readonly [named: string, ...others: readonly string[]]>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn", "role"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ["policyArn", "principalArn", "accessScope"],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["serviceAccount", "namespace", "roleArn"],
};

const RBAC = "kubernetes:rbac.authorization.k8s.io/v1:";

/** Rights that somebody gets, and did not have. */
export const permissions: Finder = ({ op, type, before, after }) => {
  if (after === undefined) {
    return [];
  }
  const document = Object.hasOwn(DOCUMENTS, type) ? DOCUMENTS[type] : undefined;
  const grant = Object.hasOwn(GRANTS, type) ? GRANTS[type] : undefined;
  const boundary = type === "aws:iam/role:Role" && op !== "create" ? lostBoundary(before, after) : [];
  if (document !== undefined) {
    return [...boundary, ...documentWidened(op, before?.[document], after[document])];
  }
  if (grant !== undefined) {
    const isSame = op !== "create" && grant.every((field) => isDeepStrictEqual(before?.[field], after[field]));
    return isSame ? [] : granted(op, textAt(after, grant[0]));
  }
  return type.startsWith(RBAC) ? rbacWidened(op, type.slice(RBAC.length), before, after) : [];
};

/** Rights that come with something new are a part of it; on all things they are worth a look even so. */
function finding(op: string, isBroad: boolean, what: string): Finding {
  const level = isBroad ? "danger" : op === "create" ? "notice" : "warning";
  return { level, kind: "permissions", what };
}

function granted(op: string, name: string): readonly Finding[] {
  return [finding(op, /(^|\/)(AdministratorAccess|AmazonEKSClusterAdminPolicy)$/.test(name), `gives ${name}`)];
}

function lostBoundary(before: Inputs | undefined, after: Inputs): readonly Finding[] {
  return before?.permissionsBoundary !== undefined && after.permissionsBoundary === undefined
    ? [finding("update", true, "loses its permissions boundary")]
    : [];
}

function documentWidened(op: string, before: unknown, after: unknown): readonly Finding[] {
  const known = statementsOf(before).filter(({ Effect }) => Effect === "Allow");
  const added = statementsOf(after).filter(
    (statement) => statement.Effect === "Allow" && !known.some((one) => covers(one, statement)),
  );
  const gone = statementsOf(before).filter(
    (one) =>
      one.Effect === "Deny" && !statementsOf(after).some((other) => JSON.stringify(other) === JSON.stringify(one)),
  );
  const texts = added.map((statement) => finding(op, isBroad(statement), `allows ${allowedText(statement)}`));
  return gone.length === 0 ? texts : [...texts, finding("update", false, "denies less than before")];
}

function isBroad({ Action, NotAction, Resource, Condition }: Statement): boolean {
  const all = textsOf(Action).some((action) => action === "*" || action === "*:*");
  const most = textsOf(Action).some((action) => action.endsWith(":*")) && textsOf(Resource).includes("*");
  return all || NotAction !== undefined || (most && Condition === undefined);
}

const MOST_ACTIONS = 4;

function allowedText({ Action, NotAction, Resource, Principal }: Statement): string {
  const actions = textsOf(Action);
  const more = actions.length > MOST_ACTIONS ? ` and ${actions.length - MOST_ACTIONS} more` : "";
  const what = NotAction === undefined ? `${actions.slice(0, MOST_ACTIONS).join(", ")}${more}` : "all but some actions";
  const resources = textsOf(Resource);
  const on = resources.length === 0 ? "" : ` on ${resources[0] ?? ""}${resources.length > 1 ? " and others" : ""}`;
  return `${what}${on}${Principal === undefined ? "" : ` to ${JSON.stringify(Principal)}`}`;
}

/** Whether all that a statement allows is allowed by another one that was there, by their patterns alone. */
function covers(known: Statement, statement: Statement): boolean {
  const same = (field: "Principal" | "NotAction" | "NotResource") =>
    JSON.stringify(known[field]) === JSON.stringify(statement[field]);
  const unconditional = known.Condition === undefined;
  return (
    same("Principal") &&
    same("NotAction") &&
    same("NotResource") &&
    (unconditional || JSON.stringify(known.Condition) === JSON.stringify(statement.Condition)) &&
    allMatched(textsOf(known.Action), textsOf(statement.Action)) &&
    allMatched(textsOf(known.Resource), textsOf(statement.Resource))
  );
}

function allMatched(patterns: readonly string[], texts: readonly string[]): boolean {
  return texts.every((text) => patterns.some((pattern) => pattern === text || matches(pattern, text)));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html wildcards */
function matches(pattern: string, text: string): boolean {
  const parts = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${parts}$`, "is").test(text);
}

function rbacWidened(op: string, kind: string, before: unknown, after: Inputs): readonly Finding[] {
  const list = kind.endsWith("Binding") ? "subjects" : "rules";
  // Whoever is bound to another role gets its rights.
  const isOfSameRole = isDeepStrictEqual(at(before, "roleRef"), after.roleRef);
  const known = isOfSameRole ? listAt(before, list).map((one) => JSON.stringify(one)) : [];
  return listAt(after, list)
    .filter((one) => !known.includes(JSON.stringify(one)))
    .map((one) =>
      list === "subjects"
        ? finding(
            op,
            textAt(after, "roleRef", "name") === "cluster-admin",
            `gives ${textAt(after, "roleRef", "name")} to ${subjectText(one)}`,
          )
        : finding(
            op,
            textsOf(at(one, "verbs")).includes("*") && textsOf(at(one, "resources")).includes("*"),
            `allows ${ruleText(one)}`,
          ),
    );
}

function subjectText(subject: unknown): string {
  return `${textAt(subject, "kind")} ${textAt(subject, "name")}`;
}

function ruleText(rule: unknown): string {
  const things = [...textsOf(at(rule, "resources")), ...textsOf(at(rule, "nonResourceURLs"))];
  return `${textsOf(at(rule, "verbs")).join(", ")} on ${things.join(", ")}`;
}
