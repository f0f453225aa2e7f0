import { same, textAt } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import { calling, callingEach } from "./arns";
import { setting } from "./named";
import { newTags, oldTags } from "./tag-keys";

const arn = (subject: Subject) => `arn:${subject.partition}:s3:::${textAt(subject.inputs, "bucket")}`;
const onBucket = (subject: Subject, action: string): Call => calling(action, arn(subject));

/** What the provider reads of every bucket, set or not: hashicorp/terraform-provider-aws, internal/service/s3/bucket.go, `resourceBucketRead` */
const LOOK = [
  // The API HeadBucket.
  "s3:ListBucket",
  "s3:GetBucketPolicy",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketWebsite",
  "s3:GetBucketVersioning",
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketLogging",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketTagging",
];

const readBucket = (subject: Subject) => callingEach(LOOK, arn(subject));

export const bucket: TypeCalls = {
  create: (subject) => [
    calling("s3:CreateBucket", arn(subject), { "s3:locationconstraint": subject.region }),
    ...(Object.keys(newTags(subject)).length > 0 ? [onBucket(subject, "s3:PutBucketTagging")] : []),
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html: a lock needs both
    ...(subject.inputs.objectLockEnabled === true
      ? callingEach(["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"], arn(subject))
      : []),
    ...readBucket(subject),
  ],
  read: readBucket,
  update: (subject) => [
    ...(same(oldTags(subject), newTags(subject)) ? [] : [onBucket(subject, "s3:PutBucketTagging")]),
    ...readBucket(subject),
  ],
  // `emptyBucket`: versions too.
  remove: (subject) => [
    onBucket(subject, "s3:DeleteBucket"),
    ...(subject.inputs.forceDestroy === true
      ? [
          onBucket(subject, "s3:ListBucketVersions"),
          ...callingEach(["s3:DeleteObject", "s3:DeleteObjectVersion"], `${arn(subject)}/*`),
        ]
      : []),
    onBucket(subject, "s3:ListBucket"),
  ],
};

/** internal/service/s3/bucket_versioning.go; taking it away suspends it. */
export const bucketVersioning = setting(
  onBucket,
  "s3:PutBucketVersioning",
  "s3:GetBucketVersioning",
  "s3:PutBucketVersioning",
);

/** internal/service/s3/bucket_server_side_encryption_configuration.go; deleting is the same permission. */
export const bucketEncryption = setting(
  onBucket,
  "s3:PutEncryptionConfiguration",
  "s3:GetEncryptionConfiguration",
  "s3:PutEncryptionConfiguration",
);

/** internal/service/s3/bucket_public_access_block.go; deleting is the same permission. */
export const bucketPublicAccessBlock = setting(
  onBucket,
  "s3:PutBucketPublicAccessBlock",
  "s3:GetBucketPublicAccessBlock",
  "s3:PutBucketPublicAccessBlock",
);

/** internal/service/s3/bucket_ownership_controls.go; deleting is the same permission. */
export const bucketOwnershipControls = setting(
  onBucket,
  "s3:PutBucketOwnershipControls",
  "s3:GetBucketOwnershipControls",
  "s3:PutBucketOwnershipControls",
);

/** internal/service/s3/bucket_lifecycle_configuration.go; deleting is the same permission. */
export const bucketLifecycle = setting(
  onBucket,
  "s3:PutLifecycleConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:PutLifecycleConfiguration",
);

/** internal/service/s3/bucket_policy.go */
export const bucketPolicy = setting(onBucket, "s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy");
