import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";
import { misfit } from "../base/formats";
import type { Problem } from "../base/problems";
import { refuse } from "../base/refusal";

/** A statement of a bucket's policy; it speaks of objects in the bucket. */
export interface BucketStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: { readonly Service: string };
  readonly Action: string;
  /** Below the bucket: `access/*`. */
  readonly objects: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const CHILDREN = {
  bucket: aws.s3.Bucket,
  "ownership-controls": aws.s3.BucketOwnershipControls,
  "public-access-block": aws.s3.BucketPublicAccessBlock,
  encryption: aws.s3.BucketServerSideEncryptionConfiguration,
  versioning: aws.s3.BucketVersioning,
  policy: aws.s3.BucketPolicy,
  lifecycle: aws.s3.BucketLifecycleConfiguration,
};

export interface LockedBucketArgs extends Transformable<typeof CHILDREN> {
  /** Its name, which nobody else in the world may have. */
  readonly bucketName: string;
  /**
   * What its objects are encrypted with: keys of S3's own, which load balancers' logs have to have, or a key in KMS.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  readonly encryption: { readonly kind: "s3" } | { readonly kind: "kms"; readonly keyArn: pulumi.Input<string> };
  /** Days after which objects go. @default - never */
  readonly expireAfterDays?: number;
  /** Days for which a version that was overwritten or deleted can be had back. */
  readonly keepOldVersionsDays: number;
  /** What else may reach it. @default - only whom IAM lets, in the account */
  readonly statements?: readonly BucketStatement[];
  /** Whether the engine refuses to delete it. */
  readonly protect: boolean;
}

export function checkLockedBucket({
  bucketName,
  expireAfterDays,
  keepOldVersionsDays,
}: LockedBucketArgs): readonly Problem[] {
  const problems: Problem[] = [];
  const misnamed = misfit("bucketName", bucketName, "bucket's name");
  if (misnamed !== undefined) {
    problems.push({ path: "bucketName", message: misnamed });
  }
  for (const [path, days] of Object.entries({ expireAfterDays, keepOldVersionsDays })) {
    if (days !== undefined && (!Number.isInteger(days) || days < 1)) {
      problems.push({ path, message: `${days} is no number of days; use a whole number from 1.` });
    }
  }
  return problems;
}

/**
 * A bucket that nothing makes public: encrypted, versioned, without access lists, reached over TLS only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 * @throws {ProblemsError} from {@link checkLockedBucket}, before the first child
 */
export class LockedBucket extends Component<typeof CHILDREN> {
  /** Known once it is locked. */
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: LockedBucketArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`bucket ${name}`, checkLockedBucket(args));
    super("storage:LockedBucket", name, CHILDREN, args, opts);
    const { bucket, arn } = this.make("bucket", { bucket: args.bucketName }, { protect: args.protect });
    const ownership = this.make("ownership-controls", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    const privacy = this.make("public-access-block", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const encryption = this.#encryption(bucket, args);
    this.make("versioning", { bucket, versioningConfiguration: { status: "Enabled" } });
    const policy = this.make(
      "policy",
      { bucket, policy: policyOf(arn, args.statements ?? []) },
      // S3 takes one change of a bucket's access at a time.
      { dependsOn: [privacy, ownership] },
    );
    this.#lifecycle(bucket, args);
    const locks = [ownership, privacy, encryption, policy].map(({ urn }) => urn);
    this.bucketName = pulumi.all([bucket, pulumi.all(locks)]).apply(([locked]) => locked);
    this.arn = arn;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  #encryption(bucket: pulumi.Output<string>, { encryption }: LockedBucketArgs) {
    const byDefault =
      encryption.kind === "s3"
        ? { sseAlgorithm: "AES256" }
        : { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.keyArn };
    return this.make("encryption", {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: byDefault,
          ...(encryption.kind === "kms" && { bucketKeyEnabled: true }),
        },
      ],
    });
  }

  #lifecycle(bucket: pulumi.Output<string>, { expireAfterDays, keepOldVersionsDays }: LockedBucketArgs): void {
    this.make("lifecycle", {
      bucket,
      rules: [
        {
          id: "age",
          status: "Enabled",
          filter: {},
          ...(expireAfterDays !== undefined && { expiration: { days: expireAfterDays } }),
          noncurrentVersionExpiration: { noncurrentDays: keepOldVersionsDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    });
  }
}

function policyOf(arn: pulumi.Output<string>, statements: readonly BucketStatement[]): pulumi.Output<string> {
  return arn.apply((bucket) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucket, `${bucket}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...statements.map(({ objects, ...statement }) => ({ ...statement, Resource: `${bucket}/${objects}` })),
      ],
    }),
  );
}
