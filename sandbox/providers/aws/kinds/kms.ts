import { z } from "zod";
import { textAt } from "../../wire/json";
import { digits, type Kind } from "../kind";
import { count, policyDocument, tags, text } from "../values";

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const key: Kind = {
  type: "aws:kms/key:Key",
  inputs: z.strictObject({
    description: z.string().max(8192).optional(),
    enableKeyRotation: z.boolean().optional(),
    rotationPeriodInDays: count(90, 2560).optional(),
    deletionWindowInDays: count(7, 30).optional(),
    policy: policyDocument.optional(),
    tags: tags.optional(),
  }),
  replaces: [],
  tagged: true,
  references: [],
  id: (_, { seed }) => uuid(seed),
  outputs: (_, { account, region, seed }) => ({
    arn: `arn:aws:kms:${region}:${account}:key/${uuid(seed)}`,
    keyId: uuid(seed),
    keyUsage: "ENCRYPT_DECRYPT",
    region,
  }),
};

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const alias: Kind = {
  type: "aws:kms/alias:Alias",
  inputs: z.strictObject({
    name: text(
      /^alias\/(?!aws\/)[\w/-]{1,250}$/,
      `"alias/" and up to 250 letters, digits, "/", "_" and "-", but not "alias/aws/"`,
    ),
    targetKeyId: z.string(),
  }),
  name: { property: "name", maxLength: 256 },
  replaces: ["name"],
  tagged: false,
  references: [{ property: "targetKeyId", to: key.type, by: "id", missing: "NotFoundException" }],
  key: (inputs) => textAt(inputs, "name"),
  taken: "AlreadyExistsException",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, region }) => ({
    arn: `arn:aws:kms:${region}:${account}:${textAt(inputs, "name")}`,
    region,
  }),
};

function uuid(seed: string): string {
  return digits(`${seed} key`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
