import { z } from "zod";
import { textAt, type JsonObject } from "../../wire/json";
import type { Kind, Reference } from "../kind";
import { count, oneOf, policyDocument, tags, text } from "../values";

const NAME = text(
  /^(?!xn--|sthree-|amzn-s3-demo-|.*\.\.|\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3|--x-s3)$/,
  "3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit first and last",
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucket: Kind = {
  type: "aws:s3/bucket:Bucket",
  inputs: z.strictObject({
    bucket: NAME,
    forceDestroy: z.boolean().optional(),
    objectLockEnabled: z.boolean().optional(),
    tags: tags.optional(),
  }),
  name: { property: "bucket", maxLength: 63 },
  replaces: ["bucket", "objectLockEnabled"],
  tagged: true,
  references: [],
  key: (inputs) => textAt(inputs, "bucket"),
  taken: "BucketAlreadyExists",
  id: (inputs) => textAt(inputs, "bucket"),
  outputs: (inputs, { region }) => {
    const name = textAt(inputs, "bucket");
    return {
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      region,
    };
  },
};

const OF_BUCKET: Reference = { property: "bucket", to: bucket.type, by: "id", missing: "NoSuchBucket" };

/** A setting of a bucket is a resource of the provider's, and goes with the bucket. */
function setting(name: string, inputs: z.ZodObject, rules?: Kind["rules"]): Kind {
  return {
    type: `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
    inputs: inputs.extend({ bucket: NAME }),
    ...(rules && { rules }),
    replaces: ["bucket"],
    tagged: false,
    references: [OF_BUCKET],
    key: (given) => textAt(given, "bucket"),
    id: (given) => textAt(given, "bucket"),
    outputs: (_, { region }) => ({ region }),
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const bucketVersioning = setting(
  "BucketVersioning",
  z.strictObject({ versioningConfiguration: z.strictObject({ status: oneOf("Enabled", "Suspended", "Disabled") }) }),
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export const bucketEncryption = setting(
  "BucketServerSideEncryptionConfiguration",
  z.strictObject({
    rules: z
      .array(
        z.strictObject({
          applyServerSideEncryptionByDefault: z.strictObject({
            sseAlgorithm: oneOf("AES256", "aws:kms", "aws:kms:dsse"),
            kmsMasterKeyId: z.string().optional(),
          }),
          bucketKeyEnabled: z.boolean().optional(),
        }),
      )
      .length(1),
  }),
  ({ rules }) => {
    const [rule] = rules as JsonObject[];
    const algorithm = textAt(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm");
    const key = textAt(rule, "applyServerSideEncryptionByDefault", "kmsMasterKeyId");
    return algorithm === "AES256" && key !== ""
      ? [{ property: "rules", reason: "kmsMasterKeyId goes with aws:kms only" }]
      : [];
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const bucketPublicAccessBlock = setting(
  "BucketPublicAccessBlock",
  z.strictObject({
    blockPublicAcls: z.boolean().optional(),
    blockPublicPolicy: z.boolean().optional(),
    ignorePublicAcls: z.boolean().optional(),
    restrictPublicBuckets: z.boolean().optional(),
  }),
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
export const bucketOwnershipControls = setting(
  "BucketOwnershipControls",
  z.strictObject({
    rule: z.strictObject({
      objectOwnership: oneOf("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"),
    }),
  }),
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const bucketPolicy = setting("BucketPolicy", z.strictObject({ policy: policyDocument }), (inputs) => {
  const name = textAt(inputs, "bucket");
  const { Statement } = JSON.parse(textAt(inputs, "policy")) as { Statement: readonly { Resource?: unknown }[] };
  const others = Statement.flatMap(({ Resource }) => [Resource].flat()).filter(
    (resource) => typeof resource !== "string" || !new RegExp(`^arn:aws:s3:::${name}(/|$)`).test(resource),
  );
  return others.map((resource) => ({
    property: "policy",
    reason: `MalformedPolicy: the policy of ${name} speaks of ${JSON.stringify(resource)}; it may speak of this bucket only`,
  }));
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export const bucketLifecycle = setting(
  "BucketLifecycleConfiguration",
  z.strictObject({
    rules: z
      .array(
        z.strictObject({
          id: text(/^.{1,255}$/, "1 to 255 characters"),
          status: oneOf("Enabled", "Disabled"),
          filter: z.strictObject({ prefix: z.string().optional() }).optional(),
          expiration: z.strictObject({ days: count(1, 36_500) }).optional(),
          noncurrentVersionExpiration: z
            .strictObject({ noncurrentDays: count(1, 36_500), newerNoncurrentVersions: count(1, 100).optional() })
            .optional(),
          abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: count(1, 36_500) }).optional(),
        }),
      )
      .min(1)
      .max(1_000),
  }),
  ({ rules }) =>
    (rules as JsonObject[])
      .filter((rule) =>
        ["expiration", "noncurrentVersionExpiration", "abortIncompleteMultipartUpload"].every(
          (action) => rule[action] === undefined,
        ),
      )
      .map((rule) => ({ property: "rules", reason: `${textAt(rule, "id")}: a rule does at least one thing` })),
);
