import { z } from "zod";
import type { Failure } from "../../wire/answers";
import { asText, textAt, type JsonObject } from "../../wire/json";
import { digits, type Kind, type Reference } from "../kind";
import { arn, count, policyDocument, tags, text } from "../values";

const NAME = /^[\w+=,.@-]{1,64}$/;
const POLICY = "aws:iam/policy:Policy";
const PATH = /^\/([!-~]{1,510}\/)?$/;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const role: Kind = {
  type: "aws:iam/role:Role",
  inputs: z.strictObject({
    name: text(NAME, "1 to 64 letters, digits and _+=,.@-"),
    assumeRolePolicy: policyDocument,
    description: text(/^[^\p{C}]{0,1000}$/u, "at most 1000 characters").optional(),
    path: text(PATH, `a path that starts and ends with "/"`).optional(),
    maxSessionDuration: count(3_600, 43_200).optional(),
    permissionsBoundary: arn.optional(),
    forceDetachPolicies: z.boolean().optional(),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 64 },
  replaces: ["name", "path"],
  tagged: true,
  references: [
    {
      property: "permissionsBoundary",
      to: POLICY,
      by: "arn",
      // The account's own, made before any environment.
      assumed: true,
      missing: "NoSuchEntity",
      holds: "DeleteConflict",
    },
  ],
  key: (inputs) => textAt(inputs, "name"),
  taken: "EntityAlreadyExists",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, seed, created }) => ({
    arn: `arn:aws:iam::${account}:role${textAt(inputs, "path") || "/"}${textAt(inputs, "name")}`,
    createDate: created,
    maxSessionDuration: inputs.maxSessionDuration ?? 3_600,
    path: textAt(inputs, "path") || "/",
    uniqueId: `AROA${digits(seed, 17).toUpperCase()}`,
  }),
};

const OF_ROLE: Reference = {
  property: "role",
  to: role.type,
  by: "name",
  missing: "NoSuchEntity",
  holds: "DeleteConflict",
};

/** The longest all inline policies of a role may be together, white space not counted. */
const INLINE_LENGTH = 10_240;
/** The longest that a policy of its own may be. */
const POLICY_LENGTH = 6_144;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const policy: Kind = {
  type: POLICY,
  inputs: z.strictObject({
    name: text(/^[\w+=,.@-]{1,128}$/, "1 to 128 letters, digits and _+=,.@-"),
    path: text(PATH, `a path that starts and ends with "/"`).optional(),
    description: text(/^[^\p{C}]{0,1000}$/u, "at most 1000 characters").optional(),
    policy: policyDocument,
    tags: tags.optional(),
  }),
  rules: (inputs) => tooLong(textAt(inputs, "policy"), POLICY_LENGTH),
  name: { property: "name", maxLength: 128 },
  replaces: ["name", "path", "description"],
  tagged: true,
  references: [],
  key: (inputs) => textAt(inputs, "name"),
  taken: "EntityAlreadyExists",
  id: (inputs, { account }) => policyArn(inputs, account),
  outputs: (inputs, { account, seed }) => ({
    arn: policyArn(inputs, account),
    path: textAt(inputs, "path") || "/",
    policyId: `ANPA${digits(seed, 17).toUpperCase()}`,
  }),
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const rolePolicyAttachment: Kind = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  inputs: z.strictObject({ role: text(NAME, "the name of a role"), policyArn: arn }),
  replaces: ["role", "policyArn"],
  tagged: false,
  references: [OF_ROLE],
  key: (inputs) => `${textAt(inputs, "role")}/${textAt(inputs, "policyArn")}`,
  id: (inputs) => `${textAt(inputs, "role")}/${textAt(inputs, "policyArn")}`,
  outputs: () => ({}),
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const rolePolicy: Kind = {
  type: "aws:iam/rolePolicy:RolePolicy",
  inputs: z.strictObject({
    name: text(/^[\w+=,.@-]{1,128}$/, "1 to 128 letters, digits and _+=,.@-"),
    role: text(NAME, "the name of a role"),
    policy: policyDocument,
  }),
  rules: (inputs) => tooLong(textAt(inputs, "policy"), INLINE_LENGTH),
  name: { property: "name", maxLength: 128 },
  replaces: ["name", "role"],
  tagged: false,
  references: [OF_ROLE],
  key: (inputs) => `${textAt(inputs, "role")}:${textAt(inputs, "name")}`,
  id: (inputs) => `${textAt(inputs, "role")}:${textAt(inputs, "name")}`,
  outputs: () => ({}),
};

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const openIdConnectProvider: Kind = {
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  inputs: z.strictObject({
    url: text(/^https:\/\/[^?#:]{1,247}$/, "an https URL without a port and a query"),
    clientIdLists: z.array(z.string().min(1).max(255)).min(1).max(100),
    tags: tags.optional(),
  }),
  replaces: ["url"],
  tagged: true,
  references: [],
  key: (inputs) => textAt(inputs, "url"),
  taken: "EntityAlreadyExists",
  id: (inputs, { account }) => issuerArn(inputs, account),
  outputs: (inputs, { account }) => ({ arn: issuerArn(inputs, account) }),
};

function policyArn(inputs: JsonObject, account: string): string {
  return `arn:aws:iam::${account}:policy${textAt(inputs, "path") || "/"}${textAt(inputs, "name")}`;
}

function issuerArn({ url }: JsonObject, account: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${asText(url).replace("https://", "")}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function tooLong(document: string, most: number): readonly Failure[] {
  const { length } = document.replace(/\s/g, "");
  return length <= most
    ? []
    : [{ property: "policy", reason: `LimitExceeded: ${length} characters are more than the ${most} that IAM takes` }];
}
