import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Transformable } from "../base/children";
import { Component } from "../base/component";

const CHILDREN = {
  key: aws.kms.Key,
  alias: aws.kms.Alias,
};

export interface EncryptionKeyArgs extends Transformable<typeof CHILDREN> {
  /** What people know it by, behind `alias/`. */
  readonly alias: string;
  /** The 12 digits of the account. */
  readonly account: string;
  readonly region: string;
  /** Whether the engine refuses to delete it. */
  readonly protect: boolean;
}

/** Days in which a key that was deleted can be had back; the most that AWS gives. */
const DELETION_WINDOW_DAYS = 30;

/**
 * A key in KMS that what an environment stores is encrypted with: cluster secrets, images, logs. AWS gives it new material
 * every year; what was encrypted before stays readable.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export class EncryptionKey extends Component<typeof CHILDREN> {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("encryption:EncryptionKey", name, CHILDREN, args, opts);
    const { alias, account, region, protect } = args;
    const key = this.make(
      "key",
      {
        description: `What ${alias} stores`,
        enableKeyRotation: true,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: keyPolicy(account, region),
      },
      // Whatever it encrypted is lost with it.
      { protect },
    );
    this.make("alias", { name: `alias/${alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * IAM says who in the account may use it; CloudWatch may use it for the account's log groups.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function keyPolicy(account: string, region: string): string {
  const logGroups = `arn:aws:logs:${region}:${account}:log-group:*`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Account",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "Logs",
        Effect: "Allow",
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: "*",
        Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroups } },
      },
    ],
  });
}
