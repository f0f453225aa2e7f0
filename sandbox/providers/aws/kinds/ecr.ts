import { z } from "zod";
import { asText, textAt, type JsonObject } from "../../wire/json";
import type { Kind, Reference } from "../kind";
import { arn, oneOf, policyDocument, tags, text } from "../values";
import { key } from "./kms";

const NAME = text(
  /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
  `2 to 256 lower-case letters and digits, with single "-", "_", "." or "/" between them`,
);

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const repository: Kind = {
  type: "aws:ecr/repository:Repository",
  inputs: z.strictObject({
    name: NAME,
    imageTagMutability: oneOf("MUTABLE", "IMMUTABLE").optional(),
    imageScanningConfiguration: z.strictObject({ scanOnPush: z.boolean() }).optional(),
    encryptionConfigurations: z
      .array(z.strictObject({ encryptionType: oneOf("AES256", "KMS", "KMS_DSSE"), kmsKey: arn.optional() }))
      .max(1)
      .optional(),
    forceDelete: z.boolean().optional(),
    tags: tags.optional(),
  }),
  rules: ({ encryptionConfigurations = [] }) =>
    (encryptionConfigurations as JsonObject[])
      .filter(({ encryptionType, kmsKey }) => encryptionType === "AES256" && kmsKey !== undefined)
      .map(() => ({ property: "encryptionConfigurations", reason: "kmsKey goes with KMS and KMS_DSSE only" })),
  name: { property: "name", maxLength: 256 },
  replaces: ["name", "encryptionConfigurations"],
  tagged: true,
  // AWS deletes the key whatever is encrypted with it.
  references: [{ property: "encryptionConfigurations.kmsKey", to: key.type, by: "arn", missing: "KmsException" }],
  key: (inputs) => textAt(inputs, "name"),
  taken: "RepositoryAlreadyExistsException",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, region }) => ({
    arn: `arn:aws:ecr:${region}:${account}:repository/${textAt(inputs, "name")}`,
    imageTagMutability: inputs.imageTagMutability ?? "MUTABLE",
    registryId: account,
    region,
    repositoryUrl: `${account}.dkr.ecr.${region}.amazonaws.com/${textAt(inputs, "name")}`,
  }),
};

const OF_REPOSITORY: Reference = {
  property: "repository",
  to: repository.type,
  by: "name",
  missing: "RepositoryNotFoundException",
};

const lifecycle = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        rulePriority: z.int().min(1),
        description: z.string().optional(),
        selection: z
          .strictObject({
            tagStatus: oneOf("tagged", "untagged", "any"),
            tagPatternList: z.array(z.string().max(128)).min(1).max(10).optional(),
            tagPrefixList: z.array(z.string()).min(1).optional(),
            countType: oneOf("imageCountMoreThan", "sinceImagePushed"),
            countUnit: oneOf("days").optional(),
            countNumber: z.int().min(1),
          })
          .refine(({ tagStatus, tagPatternList, tagPrefixList }) =>
            tagStatus === "tagged" ? Boolean(tagPatternList ?? tagPrefixList) : !(tagPatternList ?? tagPrefixList),
          )
          .refine(({ countType, countUnit }) => (countType === "sinceImagePushed") === (countUnit !== undefined)),
        action: z.strictObject({ type: oneOf("expire") }),
      }),
    )
    .min(1)
    .max(50),
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
export const lifecyclePolicy: Kind = {
  type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  inputs: z.strictObject({ repository: NAME, policy: z.string() }),
  rules: ({ policy }) => {
    const wrong = lifecycle.safeParse(JSON.parse(asText(policy))).error?.issues ?? [];
    return wrong.map(({ path, message }) => ({
      property: "policy",
      reason: `InvalidParameterException: ${path.join(".")}: ${message}`,
    }));
  },
  replaces: ["repository"],
  tagged: false,
  references: [OF_REPOSITORY],
  key: (inputs) => textAt(inputs, "repository"),
  taken: "InvalidParameterException",
  id: (inputs) => textAt(inputs, "repository"),
  outputs: (_, { account, region }) => ({ registryId: account, region }),
};

/** The longest text that ECR takes as a policy. */
const POLICY_LENGTH = 10_240;

const principal = text(
  /^(\*|\d{12}|arn:aws[a-z-]*:iam::\d{12}:(root|(user|role)\/.+))$/,
  `an account's 12 digits, the ARN of its root, of a user or of a role, or "*"`,
);
const action = text(/^(\*|ecr:[A-Za-z*]+)$/, "actions of ECR");

/** A policy of a repository speaks of that one: a Resource is refused, as are actions of other services. */
const repositoryStatement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: oneOf("Allow", "Deny"),
    Principal: z.union([
      z.literal("*"),
      z.strictObject({
        AWS: z.union([principal, z.array(principal).min(1)]).optional(),
        Service: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
      }),
    ]),
    Action: z.union([action, z.array(action).min(1)]),
    Condition: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ Principal }) => Principal === "*" || Object.keys(Principal).length > 0, { path: ["Principal"] });

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
export const repositoryPolicy: Kind = {
  type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
  inputs: z.strictObject({ repository: NAME, policy: policyDocument }),
  rules: (inputs) => {
    const policy = textAt(inputs, "policy");
    const { Statement } = JSON.parse(policy) as { Statement: unknown };
    const wrong = z.array(repositoryStatement).safeParse(Statement).error?.issues ?? [];
    return [
      ...(policy.length > POLICY_LENGTH ? [`${policy.length} characters are more than ${POLICY_LENGTH}`] : []),
      ...wrong.map(({ path, message }) => `Statement.${path.join(".")}: ${message}`),
    ].map((why) => ({
      property: "policy",
      reason: `InvalidParameterException: Invalid repository policy provided: ${why}`,
    }));
  },
  replaces: ["repository"],
  tagged: false,
  references: [OF_REPOSITORY],
  key: (inputs) => textAt(inputs, "repository"),
  id: (inputs) => textAt(inputs, "repository"),
  outputs: (_, { account, region }) => ({ registryId: account, region }),
};
