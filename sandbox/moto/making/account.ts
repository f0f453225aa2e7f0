import * as budgets from "@aws-sdk/client-budgets";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import { objectsAt, textAt, type JsonObject } from "../../providers/wire/json";
import type { ClientSettings } from "../moto";
import { type Creations, tagsOf } from "./creation";

type Texts = Readonly<Record<string, string | undefined>>;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/ */
export function identityCreations(settings: ClientSettings): Creations {
  const client = new iam.IAMClient(settings);
  return {
    "aws:iam/role:Role": async (inputs) => {
      const { name, assumeRolePolicy, path, description, permissionsBoundary } = inputs as unknown as Texts;
      const { Role } = await client.send(
        new iam.CreateRoleCommand({
          RoleName: name,
          AssumeRolePolicyDocument: assumeRolePolicy,
          Path: path,
          Description: description,
          MaxSessionDuration: inputs.maxSessionDuration as number | undefined,
          PermissionsBoundary: permissionsBoundary,
          Tags: tagsOf(inputs),
        }),
      );
      const { RoleName, Arn, Path, RoleId, MaxSessionDuration } = Role ?? {};
      return { id: RoleName, arn: Arn, path: Path, uniqueId: RoleId, maxSessionDuration: MaxSessionDuration };
    },
    "aws:iam/rolePolicy:RolePolicy": async (inputs) => {
      const { role: RoleName, name: PolicyName, policy: PolicyDocument } = inputs as unknown as Texts;
      await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      const read = await client.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }));
      return { id: `${read.RoleName ?? ""}:${read.PolicyName ?? ""}` };
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": async (inputs) => {
      const { role: RoleName, policyArn: PolicyArn } = inputs as unknown as Texts;
      await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
      const { AttachedPolicies = [] } = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
      const attached = AttachedPolicies.find((policy) => policy.PolicyArn === PolicyArn);
      return { id: `${RoleName ?? ""}/${attached?.PolicyArn ?? ""}` };
    },
    "aws:iam/policy:Policy": async (inputs) => {
      const { name, policy, path, description } = inputs as unknown as Texts;
      const { Policy } = await client.send(
        new iam.CreatePolicyCommand({
          PolicyName: name,
          PolicyDocument: policy,
          Path: path,
          Description: description,
          Tags: tagsOf(inputs),
        }),
      );
      return { id: Policy?.Arn, arn: Policy?.Arn, path: Policy?.Path, policyId: Policy?.PolicyId };
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": async (inputs) => {
      const made = await client.send(
        new iam.CreateOpenIDConnectProviderCommand({
          Url: textAt(inputs, "url"),
          ClientIDList: inputs.clientIdLists as string[],
          // Who says none lets IAM find it out. moto demands one.
          ThumbprintList: ["0".repeat(40)],
          Tags: tagsOf(inputs),
        }),
      );
      return { id: made.OpenIDConnectProviderArn, arn: made.OpenIDConnectProviderArn };
    },
  };
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/ */
export function keyCreations(settings: ClientSettings): Creations {
  const client = new kms.KMSClient(settings);
  return {
    "aws:kms/key:Key": async (inputs) => {
      const { KeyMetadata } = await client.send(
        new kms.CreateKeyCommand({
          Description: textAt(inputs, "description"),
          Policy: textAt(inputs, "policy") || undefined,
          Tags: tagsOf(inputs).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
        }),
      );
      const KeyId = KeyMetadata?.KeyId;
      if (inputs.enableKeyRotation === true) {
        await client.send(new kms.EnableKeyRotationCommand({ KeyId }));
      }
      return { id: KeyId, keyId: KeyId, arn: KeyMetadata?.Arn, keyUsage: KeyMetadata?.KeyUsage };
    },
    "aws:kms/alias:Alias": async (inputs) => {
      const { name: AliasName, targetKeyId: TargetKeyId } = inputs as unknown as Texts;
      await client.send(new kms.CreateAliasCommand({ AliasName, TargetKeyId }));
      const { Aliases = [] } = await client.send(new kms.ListAliasesCommand({ KeyId: TargetKeyId }));
      const made = Aliases.find((alias) => alias.AliasName === AliasName);
      return { id: made?.AliasName, arn: made?.AliasArn };
    },
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/ */
export function logCreations(settings: ClientSettings): Creations {
  const client = new logs.CloudWatchLogsClient(settings);
  return {
    "aws:cloudwatch/logGroup:LogGroup": async (inputs) => {
      const {
        name: logGroupName,
        kmsKeyId,
        tagsAll: tags,
      } = inputs as unknown as Texts & { tagsAll: Record<string, string> };
      await client.send(new logs.CreateLogGroupCommand({ logGroupName, kmsKeyId, tags }));
      const retentionInDays = inputs.retentionInDays as number | undefined;
      if (retentionInDays !== undefined) {
        await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
      }
      const asked = new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName });
      const made = (await client.send(asked)).logGroups?.find((group) => group.logGroupName === logGroupName);
      return { id: made?.logGroupName, arn: made?.logGroupArn ?? made?.arn?.replace(/:\*$/, "") };
    },
    "aws:cloudwatch/logStream:LogStream": async (inputs) => {
      const { logGroupName, name: logStreamName } = inputs as unknown as Texts;
      await client.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName }));
      const asked = new logs.DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: logStreamName });
      const made = (await client.send(asked)).logStreams?.find((stream) => stream.logStreamName === logStreamName);
      return { id: made?.logStreamName, arn: made?.arn };
    },
  };
}

/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
export function budgetCreations(settings: ClientSettings, AccountId: string): Creations {
  const client = new budgets.BudgetsClient(settings);
  return {
    "aws:budgets/budget:Budget": async (inputs) => {
      const { name: BudgetName, limitAmount, limitUnit, budgetType, timeUnit } = inputs as unknown as Texts;
      await client.send(
        new budgets.CreateBudgetCommand({
          AccountId,
          Budget: {
            BudgetName,
            BudgetLimit: { Amount: limitAmount, Unit: limitUnit },
            BudgetType: budgetType as budgets.BudgetType,
            TimeUnit: timeUnit as budgets.TimeUnit,
          },
          NotificationsWithSubscribers: objectsAt(inputs, "notifications").map(notification),
        }),
      );
      const read = await client.send(new budgets.DescribeBudgetCommand({ AccountId, BudgetName }));
      return { id: `${AccountId}:${read.Budget?.BudgetName ?? ""}` };
    },
  };
}

function notification(told: JsonObject): budgets.NotificationWithSubscribers {
  const { comparisonOperator, notificationType, thresholdType } = told as unknown as Texts;
  return {
    Notification: {
      ComparisonOperator: comparisonOperator as budgets.ComparisonOperator,
      NotificationType: notificationType as budgets.NotificationType,
      Threshold: told.threshold as number,
      ThresholdType: thresholdType as budgets.ThresholdType,
    },
    Subscribers: (told.subscriberEmailAddresses as string[]).map((Address) => ({ SubscriptionType: "EMAIL", Address })),
  };
}
