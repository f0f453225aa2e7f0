import { asText, objectsAt, textAt, type JsonObject } from "../../providers/wire/json";
import type { Translation, Translations } from "../translation";

const NOT_SENT = "it says what the provider does, and is not sent to AWS";

/** A setting of a bucket, which CloudFormation has as a property of it. */
function setting(shape: (properties: JsonObject) => JsonObject): Translation {
  const partOf = { type: "aws:s3/bucket:Bucket", by: ["bucket"] };
  return { schema: "AWS::S3::Bucket", partOf, omitted: { bucket: "the bucket whose property it is" }, shape };
}

export const S3: Translations = {
  "aws:s3/bucket:Bucket": {
    schema: "AWS::S3::Bucket",
    names: { bucket: "BucketName" },
    omitted: { forceDestroy: NOT_SENT },
  },
  "aws:s3/bucketVersioning:BucketVersioning": setting((properties) => properties),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting(({ Rule = null }) => ({
    OwnershipControls: { Rules: [Rule] },
  })),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting((properties) => ({
    PublicAccessBlockConfiguration: properties,
  })),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    ...setting(({ Rules = null }) => ({ BucketEncryption: { ServerSideEncryptionConfiguration: Rules } })),
    names: {
      "rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
      "rules.applyServerSideEncryptionByDefault.sseAlgorithm": "SSEAlgorithm",
      "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID",
    },
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    ...setting((properties) => ({ LifecycleConfiguration: { Rules: objectsAt(properties, "Rules").map(lifecycle) } })),
    names: { "rules.abortIncompleteMultipartUpload.daysAfterInitiation": "DaysAfterInitiation" },
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    schema: "AWS::S3::BucketPolicy",
    names: { policy: "PolicyDocument" },
    documents: ["policy"],
  },
};

function lifecycle({ Filter, Expiration, ...rule }: JsonObject): JsonObject {
  const prefix = textAt(Filter, "Prefix");
  return {
    ...rule,
    ...(prefix !== "" && { Prefix: prefix }),
    ...(Expiration !== undefined && { ExpirationInDays: Number(asText(objectDays(Expiration))) }),
  };
}

function objectDays(expiration: JsonObject[string]): JsonObject[string] {
  return objectsAt([expiration])[0]?.Days ?? null;
}

export const RDS: Translations = {
  "aws:rds/subnetGroup:SubnetGroup": {
    schema: "AWS::RDS::DBSubnetGroup",
    names: { name: "DBSubnetGroupName", description: "DBSubnetGroupDescription" },
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    schema: "AWS::RDS::DBParameterGroup",
    names: { name: "DBParameterGroupName" },
    shape: ({ Parameters, ...properties }) => ({
      ...properties,
      ...(Array.isArray(Parameters) && {
        Parameters: Object.fromEntries(
          objectsAt(Parameters).map((parameter) => [textAt(parameter, "Name"), textAt(parameter, "Value")]),
        ),
      }),
    }),
  },
  "aws:rds/instance:Instance": {
    schema: "AWS::RDS::DBInstance",
    names: {
      identifier: "DBInstanceIdentifier",
      instanceClass: "DBInstanceClass",
      dbName: "DBName",
      username: "MasterUsername",
      password: "MasterUserPassword",
      multiAz: "MultiAZ",
      dbSubnetGroupName: "DBSubnetGroupName",
      vpcSecurityGroupIds: "VPCSecurityGroups",
      parameterGroupName: "DBParameterGroupName",
      caCertIdentifier: "CACertificateIdentifier",
      backupWindow: "PreferredBackupWindow",
      maintenanceWindow: "PreferredMaintenanceWindow",
      performanceInsightsEnabled: "EnablePerformanceInsights",
      performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
      enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
    },
    omitted: {
      skipFinalSnapshot: "CloudFormation has it as the deletion policy",
      finalSnapshotIdentifier: "CloudFormation makes the name",
      masterUserSecretKmsKeyId: "it is part of MasterUserSecret",
    },
    shape: (properties, { masterUserSecretKmsKeyId: key }) => ({
      ...properties,
      ...(properties.AllocatedStorage !== undefined && { AllocatedStorage: asText(properties.AllocatedStorage) }),
      ...(properties.Port !== undefined && { Port: asText(properties.Port) }),
      ...(key !== undefined && { MasterUserSecret: { KmsKeyId: key } }),
    }),
  },
};
