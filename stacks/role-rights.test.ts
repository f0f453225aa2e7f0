import { describe, expect, it } from "vitest";
import type { Call } from "../sandbox/providers/aws/authorization/call";
import type { Caller } from "../sandbox/providers/aws/authorization/caller";
import { authorize } from "../sandbox/providers/aws/authorization/evaluator";
import { problemsOfCall } from "../sandbox/providers/aws/authorization/knowledge";
import { parsePolicy } from "../sandbox/providers/aws/authorization/policy";
import { recordStack } from "./testing/graph";
import { documentsOf } from "./testing/policy-document";

// The policies of staging's roles, judged by our own evaluator of IAM, which has AWS's documented examples as its tests.

const ACCOUNT = "111111111111";
const STATE_KEY = `arn:aws:kms:us-west-2:${ACCOUNT}:key/of-the-states`;
const STATES = `arn:aws:s3:::thoughts-staging-state-${ACCOUNT}`;
const ROLES = `arn:aws:iam::${ACCOUNT}:role`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/thoughts-staging-boundary`;

const tagsOf = (environment: string, key: "RequestTag" | "ResourceTag") => ({
  [`aws:${key}/system`]: "thoughts",
  [`aws:${key}/environment`]: environment,
});
const AT_CREATION = { ...tagsOf("staging", "RequestTag"), "aws:TagKeys": ["system", "environment"] };

async function callerOf(role: string): Promise<Caller> {
  const { resources } = await recordStack("bootstrap-staging");
  const own = resources.filter(({ type, name }) => type.includes("iam/rolePolicy:") && name.startsWith(`${role}-`));
  const known = (text: string) =>
    text.replaceAll("arn-of-state-key-key", STATE_KEY).replaceAll("arn-of-states-bucket", STATES);
  return {
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/thoughts-staging-${role}/run`,
    principalArn: `${ROLES}/thoughts-staging-${role}`,
    account: ACCOUNT,
    policies: own.flatMap(documentsOf).map(({ name, text }) => parsePolicy("identity", name, known(text))),
  };
}

type Case = readonly [action: string, resource: string, context: Call["context"]];

function callOf(...[action, resource, context]: Case): Call {
  return { action, resources: [resource], context };
}
const kms = (key: string) => `arn:aws:kms:us-west-2:${ACCOUNT}:key/${key}`;
const rds = (rest: string) => `arn:aws:rds:us-west-2:${ACCOUNT}:${rest}`;
const ec2 = (rest: string) => `arn:aws:ec2:us-west-2:${ACCOUNT}:${rest}`;
const ecr = (name: string) => `arn:aws:ecr:us-west-2:${ACCOUNT}:repository/${name}`;
const secret = (name: string) => `arn:aws:secretsmanager:us-west-2:${ACCOUNT}:secret:${name}`;
const state = (path: string) => `${STATES}/.pulumi/${path}`;
const withinBoundary = { "iam:PermissionsBoundary": BOUNDARY };
const to = (service: string) => ({ "iam:PassedToService": service });

const DEPLOY_MAY: readonly Case[] = [
  ["kms:CreateKey", "*", AT_CREATION],
  ["kms:TagResource", kms("*"), AT_CREATION],
  ["kms:EnableKeyRotation", kms("new"), {}],
  ["kms:CreateGrant", kms("own"), tagsOf("staging", "ResourceTag")],
  ["kms:Decrypt", STATE_KEY, tagsOf("staging", "ResourceTag")],
  ["iam:CreateRole", `${ROLES}/thoughts/staging/nodes`, { ...AT_CREATION, ...withinBoundary }],
  ["iam:TagRole", `${ROLES}/thoughts/staging/nodes`, AT_CREATION],
  ["iam:UpdateRoleDescription", `${ROLES}/thoughts/staging/nodes`, {}],
  ["iam:PassRole", `${ROLES}/thoughts/staging/nodes`, to("ec2.amazonaws.com")],
  ["iam:PassRole", `${ROLES}/thoughts/staging/external-dns`, to("pods.eks.amazonaws.com")],
  ["rds:CreateDBInstance", rds("og:default:postgres-15"), {}],
  ["secretsmanager:GetSecretValue", secret("thoughts/staging/slack-webhook-Ab12Cd"), {}],
  ["secretsmanager:DescribeSecret", secret("thoughts/staging/slack-webhook-Ab12Cd"), {}],
  ["secretsmanager:CreateSecret", secret("thoughts/staging/slack-webhook-Ab12Cd"), AT_CREATION],
  ["secretsmanager:UpdateSecret", secret("thoughts/staging/slack-webhook-Ab12Cd"), {}],
  ["ecr:PutImage", ecr("thoughts/staging/frontend"), {}],
  // Where it was tested, if that is in the same account.
  ["ecr:BatchGetImage", ecr("thoughts/production/frontend"), {}],
  ["servicequotas:GetServiceQuota", "arn:aws:servicequotas:us-west-2:111111111111:vpc/L-F678F1CE", {}],
  ["ec2:ModifySecurityGroupRules", ec2("security-group/sg-1"), {}],
  ["ec2:ReplaceRouteTableAssociation", ec2("route-table/rtb-1"), {}],
  ["route53:UpdateHostedZoneComment", "arn:aws:route53:::hostedzone/Z1", {}],
  ["s3:PutObject", state("stacks/thoughts/staging.json"), {}],
];

const DEPLOY_MAY_NOT: readonly Case[] = [
  ["ecr:PutImage", ecr("thoughts/production/frontend"), {}],
  ["ecr:DeleteRepository", ecr("thoughts/production/frontend"), {}],
  ["ecr:PutImage", ecr("frontend"), {}],
  ["kms:TagResource", STATE_KEY, { ...AT_CREATION, ...tagsOf("staging", "ResourceTag") }],
  ["kms:TagResource", kms("other"), { ...AT_CREATION, ...tagsOf("production", "ResourceTag") }],
  ["kms:CreateGrant", STATE_KEY, tagsOf("staging", "ResourceTag")],
  ["kms:ScheduleKeyDeletion", STATE_KEY, tagsOf("staging", "ResourceTag")],
  ["kms:CreateGrant", kms("other"), tagsOf("production", "ResourceTag")],
  ["iam:CreateRole", `${ROLES}/thoughts/staging/nodes`, AT_CREATION],
  ["iam:CreateRole", `${ROLES}/thoughts/production/nodes`, { ...AT_CREATION, ...withinBoundary }],
  ["iam:PutRolePolicy", `${ROLES}/thoughts-staging-deploy`, withinBoundary],
  ["iam:PassRole", `${ROLES}/administrator`, to("ec2.amazonaws.com")],
  ["iam:PassRole", `${ROLES}/thoughts/production/nodes`, to("ec2.amazonaws.com")],
  ["iam:PassRole", `${ROLES}/thoughts/staging/nodes`, to("lambda.amazonaws.com")],
  ["secretsmanager:GetSecretValue", secret("thoughts/production/on-call-token-Ab12Cd"), {}],
  ["secretsmanager:GetSecretValue", secret("rds!db-1-Ab12Cd"), {}],
  ["secretsmanager:UpdateSecret", secret("thoughts/production/slack-webhook-Ab12Cd"), {}],
  ["secretsmanager:DeleteSecret", secret("thoughts/staging/slack-webhook-Ab12Cd"), {}],
  ["s3:PutObject", state("stacks/thoughts/bootstrap-staging.json"), {}],
  ["s3:DeleteObject", state("locks/organization/thoughts/bootstrap-staging/1.json"), {}],
];

const PREVIEW_MAY: readonly Case[] = [
  ["secretsmanager:GetSecretValue", secret("thoughts/staging/slack-webhook-Ab12Cd"), {}],
  ["s3:GetAccelerateConfiguration", `arn:aws:s3:::thoughts-staging-access-logs-${ACCOUNT}`, {}],
  ["s3:GetReplicationConfiguration", `arn:aws:s3:::thoughts-staging-access-logs-${ACCOUNT}`, {}],
  ["s3:ListBucket", `arn:aws:s3:::thoughts-staging-access-logs-${ACCOUNT}`, {}],
  ["s3:GetObject", state("stacks/thoughts/staging.json"), {}],
];

const PREVIEW_MAY_NOT: readonly Case[] = [
  ["secretsmanager:UpdateSecret", secret("thoughts/staging/slack-webhook-Ab12Cd"), {}],
  ["secretsmanager:GetSecretValue", secret("rds!db-1-Ab12Cd"), {}],
  ["s3:GetObject", `arn:aws:s3:::thoughts-staging-access-logs-${ACCOUNT}/2026/log.gz`, {}],
  ["s3:PutObject", state("stacks/thoughts/staging.json"), {}],
  ["kms:CreateGrant", kms("own"), tagsOf("staging", "ResourceTag")],
];

const CERTIFICATES = `arn:aws:acm:us-west-2:${ACCOUNT}:certificate/`;
const ZONE = "arn:aws:route53:::hostedzone/zone-zone-id";
const asked = (environment: string) => ({ ...tagsOf(environment, "RequestTag"), "aws:TagKeys": ["environment"] });
const records = (type: string, ...names: readonly string[]) => ({
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": names,
  "route53:ChangeResourceRecordSetsRecordTypes": [type],
});
const DOMAIN = "staging.thoughts.example.com";

const DEMO_MAY: readonly Case[] = [
  ["s3:ListBucket", STATES, {}],
  ["s3:GetObject", state("stacks/thoughts/staging.json"), {}],
  ["s3:PutObject", state("stacks/thoughts/demo-pr-12.json"), {}],
  ["s3:DeleteObject", state("locks/organization/thoughts/demo-pr-12/1.json"), {}],
  ["kms:GenerateDataKey", STATE_KEY, {}],
  ["kms:Decrypt", STATE_KEY, {}],
  ["acm:RequestCertificate", `${CERTIFICATES}*`, asked("demo-pr-12")],
  ["acm:DeleteCertificate", `${CERTIFICATES}1`, tagsOf("demo-pr-12", "ResourceTag")],
  ["route53:ChangeResourceRecordSets", ZONE, records("CNAME", `_0a1b.demo-pr-12.${DOMAIN}`)],
  ["ecr:BatchGetImage", ecr("thoughts/staging/frontend"), {}],
  ["ecr:GetAuthorizationToken", "*", {}],
];

const DEMO_MAY_NOT: readonly Case[] = [
  ["s3:PutObject", state("stacks/thoughts/staging.json"), {}],
  ["s3:DeleteObject", state("locks/organization/thoughts/staging/1.json"), {}],
  ["s3:PutObject", state("stacks/thoughts/bootstrap-staging.json"), {}],
  ["acm:RequestCertificate", `${CERTIFICATES}*`, asked("staging")],
  ["acm:DeleteCertificate", `${CERTIFICATES}1`, tagsOf("staging", "ResourceTag")],
  ["route53:ChangeResourceRecordSets", ZONE, records("CNAME", `frontend.${DOMAIN}`)],
  ["route53:ChangeResourceRecordSets", ZONE, records("CNAME", `_0a1b.demo-a.${DOMAIN}`, `frontend.${DOMAIN}`)],
  ["route53:ChangeResourceRecordSets", ZONE, records("A", `_0a1b.demo-a.${DOMAIN}`)],
  ["route53:ChangeResourceRecordSets", ZONE, records("CNAME", "_0a1b.demo-a.example.org")],
  ["ecr:PutImage", ecr("thoughts/staging/frontend"), {}],
  ["secretsmanager:GetSecretValue", secret("thoughts/staging/slack-webhook-Ab12Cd"), {}],
  ["kms:CreateGrant", STATE_KEY, {}],
  ["iam:CreateRole", `${ROLES}/thoughts/staging/nodes`, { ...AT_CREATION, ...withinBoundary }],
  ["rds:DeleteDBInstance", rds("db:thoughts-staging-users-backend"), {}],
];

const ALL = [DEPLOY_MAY, DEPLOY_MAY_NOT, PREVIEW_MAY, PREVIEW_MAY_NOT, DEMO_MAY, DEMO_MAY_NOT].flat();

describe("the calls of this test", () => {
  it.each(ALL)("are calls that AWS knows: %s on %s", async (action, resource, context) => {
    expect(await problemsOfCall(callOf(action, resource, context))).toEqual([]);
  });
});

describe.each([
  ["deploy", DEPLOY_MAY, DEPLOY_MAY_NOT],
  ["preview", PREVIEW_MAY, PREVIEW_MAY_NOT],
  ["demo", DEMO_MAY, DEMO_MAY_NOT],
] as const)("the role %s", async (role, may, mayNot) => {
  const caller = await callerOf(role);

  it.each(may)("may call %s on %s", (action, resource, context) => {
    expect(authorize(callOf(action, resource, context), caller)).toMatchObject({ kind: "allowed" });
  });

  it.each(mayNot)("may not call %s on %s", (action, resource, context) => {
    expect(authorize(callOf(action, resource, context), caller)).toMatchObject({ kind: "denied" });
  });
});
