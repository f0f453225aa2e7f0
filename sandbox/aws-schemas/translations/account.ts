import { asText, at, objectAt, objectsAt, type JsonObject } from "../../providers/wire/json";
import type { Translations } from "../translation";

export const IAM: Translations = {
  "aws:iam/role:Role": {
    schema: "AWS::IAM::Role",
    names: { name: "RoleName", assumeRolePolicy: "AssumeRolePolicyDocument" },
    documents: ["assumeRolePolicy"],
    omitted: { forceDetachPolicies: "it says what the provider does, and is not sent to AWS" },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    schema: "AWS::IAM::RolePolicy",
    names: { name: "PolicyName", role: "RoleName", policy: "PolicyDocument" },
    documents: ["policy"],
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    schema: "AWS::IAM::Role",
    partOf: { type: "aws:iam/role:Role", by: ["role=name"] },
    shape: ({ PolicyArn = null }) => ({ ManagedPolicyArns: [PolicyArn] }),
  },
  "aws:iam/policy:Policy": {
    schema: "AWS::IAM::ManagedPolicy",
    names: { name: "ManagedPolicyName", policy: "PolicyDocument" },
    documents: ["policy"],
    omitted: { tagsAll: "IAM tags policies, and the schema does not say so; the tags are those of every other type" },
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    schema: "AWS::IAM::OIDCProvider",
    names: { clientIdLists: "ClientIdList" },
  },
};

export const KMS: Translations = {
  "aws:kms/key:Key": {
    schema: "AWS::KMS::Key",
    names: { policy: "KeyPolicy", deletionWindowInDays: "PendingWindowInDays" },
    documents: ["policy"],
  },
  "aws:kms/alias:Alias": { schema: "AWS::KMS::Alias", names: { name: "AliasName" } },
};

export const ECR: Translations = {
  "aws:ecr/repository:Repository": {
    schema: "AWS::ECR::Repository",
    names: { name: "RepositoryName", encryptionConfigurations: "EncryptionConfiguration" },
    omitted: { forceDelete: "it says what the provider does, and is not sent to AWS" },
    shape: ({ EncryptionConfiguration: [encryption] = [], ...properties }: JsonObject & Encryption) => ({
      ...properties,
      ...(encryption !== undefined && { EncryptionConfiguration: encryption }),
    }),
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    schema: "AWS::ECR::Repository",
    partOf: { type: "aws:ecr/repository:Repository", by: ["repository=name"] },
    shape: ({ Policy = null }) => ({ LifecyclePolicy: { LifecyclePolicyText: Policy } }),
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    schema: "AWS::ECR::Repository",
    documents: ["policy"],
    partOf: { type: "aws:ecr/repository:Repository", by: ["repository=name"] },
    shape: ({ Policy = null }) => ({ RepositoryPolicyText: Policy }),
  },
};

interface Encryption {
  readonly EncryptionConfiguration?: JsonObject[];
}

export const EDGE: Translations = {
  "aws:acm/certificate:Certificate": { schema: "AWS::CertificateManager::Certificate" },
  "aws:route53/zone:Zone": {
    schema: "AWS::Route53::HostedZone",
    names: { vpcs: "VPCs", "vpcs.vpcId": "VPCId", "vpcs.vpcRegion": "VPCRegion" },
    omitted: { forceDestroy: "it says what the provider does, and is not sent to AWS" },
    tags: { name: "HostedZoneTags", form: "list" },
    shape: ({ Comment, ...properties }) => ({
      ...properties,
      ...(Comment !== undefined && { HostedZoneConfig: { Comment } }),
    }),
  },
  "aws:route53/record:Record": {
    schema: "AWS::Route53::RecordSet",
    names: {
      zoneId: "HostedZoneId",
      ttl: "TTL",
      records: "ResourceRecords",
      "aliases.name": "DNSName",
      "aliases.zoneId": "HostedZoneId",
    },
    omitted: { allowOverwrite: "it says what the provider does: UPSERT in place of CREATE" },
    shape: ({ TTL, Aliases, ...properties }) => ({
      ...properties,
      ...(TTL !== undefined && { TTL: asText(TTL) }),
      ...(Aliases !== undefined && { AliasTarget: at(Aliases, 0) ?? null }),
    }),
  },
};

export const ACCOUNT: Translations = {
  "aws:cloudwatch/logGroup:LogGroup": { schema: "AWS::Logs::LogGroup", names: { name: "LogGroupName" } },
  "aws:cloudwatch/logStream:LogStream": { schema: "AWS::Logs::LogStream", names: { name: "LogStreamName" } },
  "aws:budgets/budget:Budget": {
    schema: "AWS::Budgets::Budget",
    tags: { name: "ResourceTags", form: "list" },
    shape: ({ ResourceTags }, inputs) => ({
      Budget: {
        BudgetName: inputs.name ?? null,
        BudgetType: inputs.budgetType ?? null,
        TimeUnit: inputs.timeUnit ?? null,
        BudgetLimit: { Amount: Number(asText(inputs.limitAmount)), Unit: inputs.limitUnit ?? null },
      },
      NotificationsWithSubscribers: objectsAt(inputs, "notifications").map(notification),
      ...(ResourceTags !== undefined && { ResourceTags }),
    }),
  },
};

function notification({ subscriberEmailAddresses, ...told }: JsonObject): JsonObject {
  const addresses = Array.isArray(subscriberEmailAddresses) ? subscriberEmailAddresses : [];
  const { comparisonOperator, notificationType, threshold, thresholdType } = objectAt(told);
  return {
    Notification: {
      ComparisonOperator: comparisonOperator ?? null,
      NotificationType: notificationType ?? null,
      Threshold: threshold ?? null,
      ThresholdType: thresholdType ?? null,
    },
    Subscribers: addresses.map((Address): JsonObject => ({ SubscriptionType: "EMAIL", Address })),
  };
}
