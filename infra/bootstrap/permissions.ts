import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../components/identity/service-role";
import { accessLogsBucketName, type AccountOf, secretPrefix } from "../account/names";
import { SYSTEM } from "../system";

/** Where an environment is, and what its account had before. */
export interface AccountResources extends AccountOf {
  readonly region: string;
  readonly stateBucketArn: pulumi.Input<string>;
  readonly stateKeyArn: pulumi.Input<string>;
  /** Of the public zone. */
  readonly zoneId: pulumi.Input<string>;
  /** Of the public zone. */
  readonly domain: string;
  /** Accounts that images are copied from. */
  readonly imageSources: readonly string[];
}

/** What looks at settings, and at nothing that is stored: no object, no secret, no row, no image. */
const READS = [
  "acm:DescribeCertificate",
  "acm:ListTagsForCertificate",
  "autoscaling:Describe*",
  "budgets:ListTagsForResource",
  "budgets:ViewBudget",
  "cloudwatch:Describe*",
  "cloudwatch:Get*",
  "cloudwatch:List*",
  "ec2:Describe*",
  "ecr:Describe*",
  "ecr:GetLifecyclePolicy",
  "ecr:GetRepositoryPolicy",
  "ecr:List*",
  "eks:AccessKubernetesApi",
  "eks:Describe*",
  "eks:List*",
  "elasticloadbalancing:Describe*",
  "iam:Get*",
  "iam:List*",
  "kms:Describe*",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:List*",
  "logs:Describe*",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:ListTagsForResource",
  "rds:Describe*",
  "rds:ListTagsForResource",
  "route53:Get*",
  "route53:List*",
  "s3:GetAccelerateConfiguration",
  "s3:GetBucket*",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:ListAllMyBuckets",
  "servicequotas:GetServiceQuota",
  "tag:GetResources",
] as const;

export const LOOK: readonly Statement[] = [{ Effect: "Allow", Action: READS, Resource: "*" }];

/** What a preview reads of the engine's state; it takes no lock. */
export function readState({ stateBucketArn, stateKeyArn }: AccountResources): readonly Statement[] {
  return [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: stateBucketArn },
    { Effect: "Allow", Action: "s3:GetObject", Resource: objectsOf(stateBucketArn) },
    { Effect: "Allow", Action: "kms:Decrypt", Resource: stateKeyArn },
  ];
}

/** Whether the bucket of access logs is there: `HeadBucket` needs the right to list it. */
export function lookForBuckets(resources: AccountResources): readonly Statement[] {
  return [{ Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${accessLogsBucketName(resources)}` }];
}

/**
 * Every run of the program reads what it gives to pods, a preview too: otherwise it could not tell whether that changes.
 * AWS ends the ARN of a secret with six characters of its own.
 */
export function readSecrets(resources: AccountResources): readonly Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: secretsOf(resources),
    },
  ];
}

/** Whoever deploys gives the program its secrets too (`npx thoughts secrets set`), and deletes none. */
export function writeSecrets(resources: AccountResources): readonly Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["secretsmanager:CreateSecret", "secretsmanager:TagResource", "secretsmanager:UpdateSecret"],
      Resource: secretsOf(resources),
    },
  ];
}

/** The secrets that people put into Secrets Manager for the environment. */
function secretsOf({ environment, account, region }: AccountResources): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${secretPrefix({ environment })}*`;
}

/** What mends without the program: a database that hangs, a question to the logs. */
export function operatePermissions({ environment, account, region }: AccountResources): readonly Statement[] {
  return [
    {
      Effect: "Allow",
      Action: "rds:RebootDBInstance",
      Resource: `arn:aws:rds:${region}:${account}:db:${SYSTEM}-${environment}-*`,
    },
    {
      Effect: "Allow",
      Action: ["logs:StartQuery", "logs:StopQuery", "logs:GetQueryResults"],
      Resource: `arn:aws:logs:${region}:${account}:log-group:*`,
    },
  ];
}

export function objectsOf(bucketArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${bucketArn}/*`;
}
