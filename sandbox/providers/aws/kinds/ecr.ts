import { z } from "zod";
import { textAt } from "../../wire/json";
import type { Kind } from "../kind";
import { oneOf, tags, text } from "../values";

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
      .array(z.strictObject({ encryptionType: oneOf("AES256", "KMS", "KMS_DSSE"), kmsKey: z.string().optional() }))
      .optional(),
    forceDelete: z.boolean().optional(),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 256 },
  replaces: ["name", "encryptionConfigurations"],
  tagged: true,
  references: [],
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
