import { z } from "zod";
import { asText, textAt, type JsonObject } from "../../wire/json";
import type { Kind } from "../kind";
import { arn, oneOf, tags, text } from "../values";
import { key } from "./kms";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const repository: Kind = {
  type: "aws:ecr/repository:Repository",
  inputs: z.strictObject({
    name: text(
      /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
      `2 to 256 lower-case letters and digits, with single "-", "_", "." or "/" between them`,
    ),
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
  inputs: z.strictObject({ repository: z.string(), policy: z.string() }),
  rules: ({ policy }) => {
    const wrong = lifecycle.safeParse(JSON.parse(asText(policy))).error?.issues ?? [];
    return wrong.map(({ path, message }) => ({
      property: "policy",
      reason: `InvalidParameterException: ${path.join(".")}: ${message}`,
    }));
  },
  replaces: ["repository"],
  tagged: false,
  references: [{ property: "repository", to: repository.type, by: "name", missing: "RepositoryNotFoundException" }],
  key: (inputs) => textAt(inputs, "repository"),
  taken: "InvalidParameterException",
  id: (inputs) => textAt(inputs, "repository"),
  outputs: (_, { account, region }) => ({ registryId: account, region }),
};
