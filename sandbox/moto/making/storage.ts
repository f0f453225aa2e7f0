import * as ecr from "@aws-sdk/client-ecr";
import * as rds from "@aws-sdk/client-rds";
import * as s3 from "@aws-sdk/client-s3";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../providers/wire/json";
import type { ClientSettings } from "../moto";
import { type Creations, tagsOf } from "./creation";

type Texts = Readonly<Record<string, string | undefined>>;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/ */
export function registryCreations(settings: ClientSettings): Creations {
  const client = new ecr.ECRClient(settings);
  return {
    "aws:ecr/repository:Repository": async (inputs) => {
      const [encryption] = objectsAt(inputs, "encryptionConfigurations");
      const { repository } = await client.send(
        new ecr.CreateRepositoryCommand({
          repositoryName: textAt(inputs, "name"),
          imageTagMutability: textAt(inputs, "imageTagMutability") as ecr.ImageTagMutability,
          imageScanningConfiguration: objectAt(inputs, "imageScanningConfiguration"),
          encryptionConfiguration: encryption && (encryption as unknown as ecr.EncryptionConfiguration),
          tags: tagsOf(inputs),
        }),
      );
      return {
        id: repository?.repositoryName,
        arn: repository?.repositoryArn,
        registryId: repository?.registryId,
        repositoryUrl: repository?.repositoryUri,
        imageTagMutability: repository?.imageTagMutability,
      };
    },
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": async (inputs) => {
      const { repository: repositoryName, policy: lifecyclePolicyText } = inputs as unknown as Texts;
      const made = await client.send(new ecr.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
      return { id: made.repositoryName, registryId: made.registryId };
    },
    "aws:ecr/repositoryPolicy:RepositoryPolicy": async (inputs) => {
      const { repository: repositoryName, policy: policyText } = inputs as unknown as Texts;
      const made = await client.send(new ecr.SetRepositoryPolicyCommand({ repositoryName, policyText }));
      return { id: made.repositoryName, registryId: made.registryId };
    },
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ */
export function bucketCreations(settings: ClientSettings): Creations {
  const client = new s3.S3Client({ ...settings, forcePathStyle: true });
  /** A setting, and the bucket that then has it. */
  const setting = (put: (Bucket: string, inputs: JsonObject) => Promise<unknown>) => async (inputs: JsonObject) => {
    await put(textAt(inputs, "bucket"), inputs);
    return { id: textAt(inputs, "bucket") };
  };
  return {
    "aws:s3/bucket:Bucket": async (inputs) => {
      const LocationConstraint = settings.region as s3.BucketLocationConstraint;
      const Bucket = textAt(inputs, "bucket");
      await client.send(new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
      await client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagsOf(inputs) } }));
      const { BucketRegion, BucketArn } = await client.send(new s3.HeadBucketCommand({ Bucket }));
      return { id: Bucket, region: BucketRegion, arn: BucketArn };
    },
    "aws:s3/bucketVersioning:BucketVersioning": setting((Bucket, inputs) => {
      const Status = textAt(inputs, "versioningConfiguration", "status") as s3.BucketVersioningStatus;
      return client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    }),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting((Bucket, inputs) => {
      const ObjectOwnership = textAt(inputs, "rule", "objectOwnership") as s3.ObjectOwnership;
      const OwnershipControls = { Rules: [{ ObjectOwnership }] };
      return client.send(new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    }),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting((Bucket, inputs) => {
      const blocks = inputs as unknown as Readonly<Record<string, boolean>>;
      const PublicAccessBlockConfiguration = {
        BlockPublicAcls: blocks.blockPublicAcls,
        BlockPublicPolicy: blocks.blockPublicPolicy,
        IgnorePublicAcls: blocks.ignorePublicAcls,
        RestrictPublicBuckets: blocks.restrictPublicBuckets,
      };
      return client.send(new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    }),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": setting(
      (Bucket, inputs) => {
        const Rules = objectsAt(inputs, "rules").map((rule) => ({
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: textAt(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm") as s3.ServerSideEncryption,
            KMSMasterKeyID: textAt(rule, "applyServerSideEncryptionByDefault", "kmsMasterKeyId") || undefined,
          },
          BucketKeyEnabled: rule.bucketKeyEnabled as boolean | undefined,
        }));
        const ServerSideEncryptionConfiguration = { Rules };
        return client.send(new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
      },
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting((Bucket, inputs) =>
      client.send(
        new s3.PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: { Rules: objectsAt(inputs, "rules").map(lifecycle) },
        }),
      ),
    ),
    "aws:s3/bucketPolicy:BucketPolicy": setting((Bucket, inputs) =>
      client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: textAt(inputs, "policy") })),
    ),
  };
}

interface Days {
  readonly expiration?: { readonly days: number };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays: number };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number };
}

function lifecycle(rule: JsonObject): s3.LifecycleRule {
  const { expiration, noncurrentVersionExpiration, abortIncompleteMultipartUpload } = rule as unknown as Days;
  return {
    ID: textAt(rule, "id"),
    Status: textAt(rule, "status") as s3.ExpirationStatus,
    Filter: { Prefix: textAt(rule, "filter", "prefix") },
    Expiration: expiration && { Days: expiration.days },
    NoncurrentVersionExpiration: noncurrentVersionExpiration && {
      NoncurrentDays: noncurrentVersionExpiration.noncurrentDays,
    },
    AbortIncompleteMultipartUpload: abortIncompleteMultipartUpload && {
      DaysAfterInitiation: abortIncompleteMultipartUpload.daysAfterInitiation,
    },
  };
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/ */
export function databaseCreations(settings: ClientSettings): Creations {
  const client = new rds.RDSClient(settings);
  return {
    "aws:rds/subnetGroup:SubnetGroup": async (inputs) => {
      const { DBSubnetGroup: made } = await client.send(
        new rds.CreateDBSubnetGroupCommand({
          DBSubnetGroupName: textAt(inputs, "name"),
          DBSubnetGroupDescription: textAt(inputs, "description"),
          SubnetIds: inputs.subnetIds as string[],
          Tags: tagsOf(inputs),
        }),
      );
      return { id: made?.DBSubnetGroupName, arn: made?.DBSubnetGroupArn };
    },
    "aws:rds/parameterGroup:ParameterGroup": async (inputs) => {
      const DBParameterGroupName = textAt(inputs, "name");
      const { DBParameterGroup: made } = await client.send(
        new rds.CreateDBParameterGroupCommand({
          DBParameterGroupName,
          DBParameterGroupFamily: textAt(inputs, "family"),
          Description: textAt(inputs, "description"),
          Tags: tagsOf(inputs),
        }),
      );
      const Parameters = objectsAt(inputs, "parameters").map((parameter) => ({
        ParameterName: textAt(parameter, "name"),
        ParameterValue: textAt(parameter, "value"),
        ApplyMethod: (textAt(parameter, "applyMethod") || "immediate") as rds.ApplyMethod,
      }));
      await client.send(new rds.ModifyDBParameterGroupCommand({ DBParameterGroupName, Parameters }));
      return { id: made?.DBParameterGroupName, arn: made?.DBParameterGroupArn };
    },
    "aws:rds/instance:Instance": async (inputs) => {
      const { DBInstance: made } = await client.send(new rds.CreateDBInstanceCommand(server(inputs)));
      const asked = new rds.DescribeDBInstancesCommand({ DBInstanceIdentifier: made?.DBInstanceIdentifier });
      const [found] = (await client.send(asked)).DBInstances ?? [];
      return {
        id: found?.DbiResourceId,
        arn: found?.DBInstanceArn,
        address: found?.Endpoint?.Address,
        port: found?.Endpoint?.Port,
        status: found?.DBInstanceStatus,
        "masterUserSecrets.0.secretArn": found?.MasterUserSecret?.SecretArn,
      };
    },
  };
}

function server(inputs: JsonObject): rds.CreateDBInstanceCommandInput {
  const told = inputs as unknown as Texts;
  const numbers = inputs as unknown as Readonly<Record<string, number | undefined>>;
  const flags = inputs as unknown as Readonly<Record<string, boolean | undefined>>;
  return {
    DBInstanceIdentifier: told.identifier,
    Engine: told.engine,
    EngineVersion: told.engineVersion,
    DBInstanceClass: told.instanceClass,
    DBName: told.dbName,
    MasterUsername: told.username,
    ManageMasterUserPassword: flags.manageMasterUserPassword,
    AllocatedStorage: numbers.allocatedStorage,
    MaxAllocatedStorage: numbers.maxAllocatedStorage,
    StorageType: told.storageType,
    StorageEncrypted: flags.storageEncrypted,
    KmsKeyId: told.kmsKeyId,
    MultiAZ: flags.multiAz,
    DBSubnetGroupName: told.dbSubnetGroupName,
    DBParameterGroupName: told.parameterGroupName,
    VpcSecurityGroupIds: inputs.vpcSecurityGroupIds as string[],
    PubliclyAccessible: flags.publiclyAccessible,
    BackupRetentionPeriod: numbers.backupRetentionPeriod,
    PreferredBackupWindow: told.backupWindow,
    PreferredMaintenanceWindow: told.maintenanceWindow,
    CopyTagsToSnapshot: flags.copyTagsToSnapshot,
    DeletionProtection: flags.deletionProtection,
    EnableCloudwatchLogsExports: inputs.enabledCloudwatchLogsExports as string[],
    Tags: tagsOf(inputs),
  };
}
