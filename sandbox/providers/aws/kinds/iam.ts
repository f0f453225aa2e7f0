import { z } from "zod";
import type { Failure } from "../../wire/answers";
import { textAt } from "../../wire/json";
import { digits, type Kind, type Reference } from "../kind";
import { arn, count, policyDocument, tags, text } from "../values";

const NAME = /^[\w+=,.@-]{1,64}$/;
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
  references: [],
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
  rules: (inputs) => tooLong(textAt(inputs, "policy")),
  name: { property: "name", maxLength: 128 },
  replaces: ["name", "role"],
  tagged: false,
  references: [OF_ROLE],
  key: (inputs) => `${textAt(inputs, "role")}:${textAt(inputs, "name")}`,
  id: (inputs) => `${textAt(inputs, "role")}:${textAt(inputs, "name")}`,
  outputs: () => ({}),
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function tooLong(document: string): readonly Failure[] {
  const { length } = document.replace(/\s/g, "");
  return length <= INLINE_LENGTH
    ? []
    : [
        {
          property: "policy",
          reason: `LimitExceeded: ${length} characters are more than the ${INLINE_LENGTH} that IAM takes`,
        },
      ];
}
