import { textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { calling, callingEach, globalArn } from "./arns";
import { changes, newTags, oldTags, requestTags, resourceTags, tagging, tagsOf } from "./tag-keys";

const ROLE = "aws:iam/role:Role";

/** The tags that a role has, by its ARN. */
function tagsOfRole(subject: Subject, arn: string): Call["context"] {
  return resourceTags(tagsOf(subject, ROLE, arn.split("/").at(-1) ?? ""));
}

/**
 * A role is given to a service. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 * @param service `eks.amazonaws.com`
 */
export function passingRole(subject: Subject, arn: string, service: string): Call {
  return calling("iam:PassRole", arn, { ...tagsOfRole(subject, arn), "iam:PassedToService": service });
}

/**
 * A service makes the role that it acts by, where the account has none yet.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function linkingRole(subject: Subject, service: string, role: string): Call {
  const arn = globalArn(subject, "iam", `role/aws-service-role/${service}/${role}`);
  return calling("iam:CreateServiceLinkedRole", arn, { "iam:AWSServiceName": service });
}

function roleArn(subject: Subject): string {
  return globalArn(subject, "iam", `role${textAt(subject.inputs, "path") || "/"}${textAt(subject.inputs, "name")}`);
}

function boundary(arn: string): Call["context"] {
  return arn === "" ? {} : { "iam:PermissionsBoundary": arn };
}

/** What is there already: its tags, and its boundary where the action has that key. */
function thereKeys(subject: Subject): Call["context"] {
  return resourceTags(subject.properties === undefined ? newTags(subject) : oldTags(subject));
}

/** hashicorp/terraform-provider-aws, internal/service/iam/role.go: policies are read with the role. */
function readRole(subject: Subject): readonly Call[] {
  const keys = thereKeys(subject);
  return callingEach(["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"], roleArn(subject), keys);
}

/** One action for each input that can be changed. */
const ROLE_UPDATES: Readonly<Record<string, string>> = {
  assumeRolePolicy: "iam:UpdateAssumeRolePolicy",
  description: "iam:UpdateRoleDescription",
  maxSessionDuration: "iam:UpdateRole",
};

function updateBoundary(subject: Subject): readonly Call[] {
  if (!changes(subject, "permissionsBoundary")) return [];
  const given = textAt(subject.inputs, "permissionsBoundary");
  const keys = { ...thereKeys(subject), ...boundary(given || textAt(subject.olds, "permissionsBoundary")) };
  const action = given === "" ? "iam:DeleteRolePermissionsBoundary" : "iam:PutRolePermissionsBoundary";
  return [calling(action, roleArn(subject), keys)];
}

export const role: TypeCalls = {
  create: (subject) => {
    const tags = requestTags(newTags(subject));
    return [
      calling("iam:CreateRole", roleArn(subject), {
        ...tags,
        ...boundary(textAt(subject.inputs, "permissionsBoundary")),
      }),
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html: tags need this too; the role has none yet.
      ...(Object.keys(tags).length === 0 ? [] : [calling("iam:TagRole", roleArn(subject), tags)]),
      ...readRole(subject),
    ];
  },
  read: readRole,
  update: (subject) => [
    ...Object.entries(ROLE_UPDATES)
      .filter(([property]) => changes(subject, property))
      .map(([, action]) => calling(action, roleArn(subject), thereKeys(subject))),
    ...updateBoundary(subject),
    ...tagging(subject, roleArn(subject), ["iam:TagRole", "iam:UntagRole"]),
    ...readRole(subject),
  ],
  // `deleteRole` of role.go: instance profiles of the role are looked for, then its policies.
  remove: (subject) => {
    const keys = thereKeys(subject);
    const looks = ["iam:ListInstanceProfilesForRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];
    return [
      ...callingEach(looks, roleArn(subject), keys),
      calling("iam:DeleteRole", roleArn(subject), {
        ...keys,
        ...boundary(textAt(subject.inputs, "permissionsBoundary")),
      }),
    ];
  },
};

/** A call about the role that a policy is of. @param bounded whether AWS sends the role's boundary with it */
function onRole(subject: Subject, action: string, bounded: boolean, keys: Call["context"] = {}): Call {
  const name = textAt(subject.inputs, "role");
  const found = subject.things.find(({ type, id }) => type === ROLE && id === name);
  const arn = globalArn(subject, "iam", `role${textAt(found?.inputs, "path") || "/"}${name}`);
  const limits = bounded ? boundary(textAt(found?.inputs, "permissionsBoundary")) : {};
  return calling(action, arn, { ...tagsOfRole(subject, arn), ...limits, ...keys });
}

/** internal/service/iam/role_policy.go */
const putPolicy = (subject: Subject) => [
  onRole(subject, "iam:PutRolePolicy", true),
  onRole(subject, "iam:GetRolePolicy", false),
];

export const rolePolicy: TypeCalls = {
  create: putPolicy,
  read: (subject) => [onRole(subject, "iam:GetRolePolicy", false)],
  update: putPolicy,
  remove: (subject) => [onRole(subject, "iam:DeleteRolePolicy", true)],
};

/** internal/service/iam/role_policy_attachment.go; another role or policy is another attachment. */
const readAttachment = (subject: Subject) => [onRole(subject, "iam:ListAttachedRolePolicies", false)];

export const rolePolicyAttachment: TypeCalls = {
  create: (subject) => [
    onRole(subject, "iam:AttachRolePolicy", true, { "iam:PolicyARN": textAt(subject.inputs, "policyArn") }),
    ...readAttachment(subject),
  ],
  read: readAttachment,
  update: readAttachment,
  remove: (subject) => [
    onRole(subject, "iam:DetachRolePolicy", true, { "iam:PolicyARN": textAt(subject.inputs, "policyArn") }),
  ],
};

function policyArn(subject: Subject): string {
  return globalArn(subject, "iam", `policy${textAt(subject.inputs, "path") || "/"}${textAt(subject.inputs, "name")}`);
}

/** internal/service/iam/policy.go */
function onPolicy(subject: Subject, ...actions: readonly string[]): readonly Call[] {
  return callingEach(actions, policyArn(subject), thereKeys(subject));
}

export const policy: TypeCalls = {
  create: (subject) => {
    const tags = requestTags(newTags(subject));
    return [
      ...callingEach(
        Object.keys(tags).length === 0 ? ["iam:CreatePolicy"] : ["iam:CreatePolicy", "iam:TagPolicy"],
        policyArn(subject),
        tags,
      ),
      ...onPolicy(subject, "iam:GetPolicy", "iam:GetPolicyVersion"),
    ];
  },
  read: (subject) => onPolicy(subject, "iam:GetPolicy", "iam:GetPolicyVersion"),
  // A policy has five versions: the oldest one goes first.
  update: (subject) => [
    ...(changes(subject, "policy")
      ? onPolicy(subject, "iam:ListPolicyVersions", "iam:DeletePolicyVersion", "iam:CreatePolicyVersion")
      : []),
    ...tagging(subject, policyArn(subject), ["iam:TagPolicy", "iam:UntagPolicy"]),
    ...onPolicy(subject, "iam:GetPolicy", "iam:GetPolicyVersion"),
  ],
  remove: (subject) => onPolicy(subject, "iam:ListPolicyVersions", "iam:DeletePolicyVersion", "iam:DeletePolicy"),
};

function issuerArn(subject: Subject): string {
  return globalArn(subject, "iam", `oidc-provider/${textAt(subject.inputs, "url").replace("https://", "")}`);
}

/** internal/service/iam/openid_connect_provider.go */
const onIssuer = (subject: Subject, ...actions: readonly string[]) =>
  callingEach(actions, issuerArn(subject), thereKeys(subject));

export const openIdConnectProvider: TypeCalls = {
  create: (subject) => {
    const tags = requestTags(newTags(subject));
    const tagged = Object.keys(tags).length === 0 ? [] : ["iam:TagOpenIDConnectProvider"];
    return [
      ...callingEach(["iam:CreateOpenIDConnectProvider", ...tagged], issuerArn(subject), tags),
      ...onIssuer(subject, "iam:GetOpenIDConnectProvider"),
    ];
  },
  read: (subject) => onIssuer(subject, "iam:GetOpenIDConnectProvider"),
  update: (subject) => [
    ...(changes(subject, "thumbprintLists") ? onIssuer(subject, "iam:UpdateOpenIDConnectProviderThumbprint") : []),
    ...(changes(subject, "clientIdLists")
      ? onIssuer(subject, "iam:AddClientIDToOpenIDConnectProvider", "iam:RemoveClientIDFromOpenIDConnectProvider")
      : []),
    ...tagging(subject, issuerArn(subject), ["iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider"]),
    ...onIssuer(subject, "iam:GetOpenIDConnectProvider"),
  ],
  remove: (subject) => onIssuer(subject, "iam:DeleteOpenIDConnectProvider"),
};
