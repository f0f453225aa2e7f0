import { describe, expect, it } from "vitest";
import type { Call } from "../sandbox/providers/aws/authorization/call";
import type { Caller } from "../sandbox/providers/aws/authorization/caller";
import { authorize } from "../sandbox/providers/aws/authorization/evaluator";
import { problemsOfCall } from "../sandbox/providers/aws/authorization/knowledge";
import { parsePolicy, type Policy } from "../sandbox/providers/aws/authorization/policy";
import { recordStack } from "./testing/graph";
import { documentsOf } from "./testing/policy-document";

// The roles of what runs in staging, judged within their boundary for every call that it makes by its own documentation.

const ACCOUNT = "111111111111";
const arn = (service: string, rest: string) => `arn:aws:${service}:us-west-2:${ACCOUNT}:${rest}`;
const KEY = arn("kms", "key/0123");
const SECRET = arn("secretsmanager", "secret:rds!db-0123-Ab12Cd");
const FLOW_LOGS = arn("logs", "log-group:/aws/vpc/thoughts-staging");
const POD_LOGS = arn("logs", "log-group:/aws/eks/thoughts-staging/pods");

/** What AWS has not named when the program is recorded. */
function known(text: string): string {
  return text
    .replaceAll("arn-of-key-key", KEY)
    .replaceAll("arn-of-the-secret-of-users-backend-db-instance", SECRET)
    .replaceAll("arn-of-network-flow-log-group", FLOW_LOGS)
    .replaceAll("arn-of-log-collector-log-group", POD_LOGS)
    .replaceAll("arn-of-state-key-key", arn("kms", "key/states"))
    .replaceAll("arn-of-states-bucket", "arn:aws:s3:::states");
}

async function policiesOf(stack: string, named: (name: string) => boolean): Promise<readonly Policy[]> {
  const { resources } = await recordStack(stack);
  return resources
    .filter(({ type, name }) => /^aws:iam\/(rolePolicy|policy):/.test(type) && named(name))
    .flatMap(documentsOf)
    .map(({ name, text }) => parsePolicy("identity", name, known(text)));
}

/** What AWS keeps itself is taken as enough: judged is whether the boundary is in its way. */
const KEPT_BY_AWS = parsePolicy("identity", "of AWS", {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** @param name the logical name of the role's policy; undefined for a role with policies that AWS keeps */
async function podWith(name: string | undefined): Promise<Caller> {
  const own = name === undefined ? [KEPT_BY_AWS] : await policiesOf("staging", (other) => other === name);
  const [boundary] = await policiesOf("bootstrap-staging", (other) => other === "boundary-policy");
  if (own.length === 0 || boundary === undefined) throw new Error(`no policy ${name}, or no boundary`);
  return {
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/pod/eks-thoughts`,
    principalArn: `arn:aws:iam::${ACCOUNT}:role/thoughts/staging/pod`,
    account: ACCOUNT,
    policies: own,
    boundary,
  };
}

type Case = readonly [action: string, resource: string, context?: Call["context"]];
const callOf = ([action, resource, context = {}]: Case): Call => ({ action, resources: [resource], context });
const each = (resource: string, context: Call["context"], ...actions: readonly string[]): readonly Case[] =>
  actions.map((action) => [action, resource, context]);

const MARK = "elbv2.k8s.aws/cluster";
const marking = (cluster = "thoughts-staging") => ({ [`aws:RequestTag/${MARK}`]: cluster, "aws:TagKeys": [MARK] });
const marked = (cluster = "thoughts-staging") => ({ [`aws:ResourceTag/${MARK}`]: cluster });
const LB = arn("elasticloadbalancing", "loadbalancer/app/k8s-example/0123");
const LISTENER = arn("elasticloadbalancing", "listener/app/k8s-example/0123/4567");
const RULE = arn("elasticloadbalancing", "listener-rule/app/k8s-example/0123/4567/89ab");
const TARGETS = arn("elasticloadbalancing", "targetgroup/k8s-example/0123");
const GROUP = arn("ec2", "security-group/sg-1");
const elb = (...names: readonly string[]) => names.map((name) => `elasticloadbalancing:${name}`);

/**
 * An Ingress of this program's: HTTPS, addresses of pods as targets, access logs, no WAF.
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json, and pkg/deploy for when
 * it calls what
 */
const LOAD_BALANCERS: readonly Case[] = [
  ...each("*", {}, "ec2:DescribeAvailabilityZones", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"),
  ...each("*", {}, "ec2:DescribeVpcs", "ec2:DescribeNetworkInterfaces", "ec2:DescribeInstances", "ec2:DescribeTags"),
  ...each("*", {}, ...elb("DescribeLoadBalancers", "DescribeTags", "DescribeListeners", "DescribeRules")),
  ...each("*", {}, ...elb("DescribeTargetGroups", "DescribeTargetHealth", "DescribeLoadBalancerAttributes")),
  ...each(
    "*",
    {},
    ...elb("DescribeListenerCertificates", "DescribeListenerAttributes", "DescribeTargetGroupAttributes"),
  ),
  ["elasticloadbalancing:CreateLoadBalancer", LB, marking()],
  ["elasticloadbalancing:CreateTargetGroup", TARGETS, marking()],
  ["elasticloadbalancing:CreateListener", LB, { ...marking(), ...marked() }],
  ["elasticloadbalancing:CreateRule", LISTENER, { ...marking(), ...marked() }],
  ...[LB, TARGETS, LISTENER, RULE].map((made, kind): Case => {
    const action = ["CreateLoadBalancer", "CreateTargetGroup", "CreateListener", "CreateRule"][kind] ?? "";
    return ["elasticloadbalancing:AddTags", made, { ...marking(), "elasticloadbalancing:CreateAction": action }];
  }),
  ...each(
    LB,
    marked(),
    ...elb("ModifyLoadBalancerAttributes", "SetSecurityGroups", "SetSubnets", "DeleteLoadBalancer"),
  ),
  ...each(LISTENER, marked(), ...elb("ModifyListener", "ModifyListenerAttributes", "AddListenerCertificates")),
  ...each(LISTENER, marked(), ...elb("RemoveListenerCertificates", "DeleteListener")),
  ...each(RULE, marked(), ...elb("ModifyRule", "SetRulePriorities", "DeleteRule")),
  ...each(TARGETS, marked(), ...elb("RegisterTargets", "DeregisterTargets", "ModifyTargetGroup", "DeleteTargetGroup")),
  ...each(TARGETS, marked(), ...elb("ModifyTargetGroupAttributes", "RemoveTags")),
  ["ec2:CreateSecurityGroup", GROUP, marking()],
  ["ec2:CreateSecurityGroup", arn("ec2", "vpc/vpc-1")],
  ["ec2:CreateTags", GROUP, { ...marking(), "ec2:CreateAction": "CreateSecurityGroup" }],
  ...each(GROUP, {}, "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
  ["ec2:DeleteSecurityGroup", GROUP, marked()],
  [
    "iam:CreateServiceLinkedRole",
    `arn:aws:iam::${ACCOUNT}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`,
    { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
  ],
];

const ZONE = "arn:aws:route53:::hostedzone/Z0PUBLIC";
const record = (type: string) => ({
  "route53:ChangeResourceRecordSetsActions": ["CREATE"],
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["frontend.staging.thoughts.example.com"],
  "route53:ChangeResourceRecordSetsRecordTypes": [type],
});

/** https://github.com/kubernetes-sigs/external-dns/blob/master/docs/tutorials/aws.md#iam-policy */
const EXTERNAL_DNS: readonly Case[] = [
  ["route53:ListHostedZones", "*"],
  ["route53:ListResourceRecordSets", ZONE],
  ["route53:ListTagsForResources", ZONE],
  ["route53:ChangeResourceRecordSets", ZONE, record("A")],
  ["route53:ChangeResourceRecordSets", ZONE, record("TXT")],
];

const rds = (rest: string) => arn("rds", rest);
const [SERVER, COPY] = [rds("db:thoughts-staging-users-backend"), rds("db:thoughts-staging-users-backend-drill")];
const byRds = { "kms:ViaService": "rds.us-west-2.amazonaws.com" };

/**
 * app/database/servers.ts; what a restore asks for besides:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html, and
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html for the key
 */
const DRILL: readonly Case[] = [
  ["rds:DescribeDBInstances", SERVER],
  ["rds:DescribeDBInstances", COPY],
  ...[SERVER, COPY, rds("subgrp:users-backend-db-subnet-group-1"), rds("pg:users-backend-db-parameter-group-1")].map(
    (resource): Case => ["rds:RestoreDBInstanceToPointInTime", resource],
  ),
  ["rds:RestoreDBInstanceToPointInTime", rds("og:default:postgres-15")],
  ["rds:AddTagsToResource", COPY],
  ["kms:CreateGrant", KEY, { ...byRds, "kms:GrantIsForAWSResource": "true" }],
  ["kms:DescribeKey", KEY, byRds],
  ["rds:DeleteDBInstance", COPY],
];

/** app/database/access.ts: the master's secret, which the environment's key encrypts. */
const DATABASE_ACCESS: readonly Case[] = [
  ["secretsmanager:GetSecretValue", SECRET],
  ["kms:Decrypt", KEY, { "kms:ViaService": "secretsmanager.us-west-2.amazonaws.com" }],
];

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
const FLOW: readonly Case[] = [
  ["logs:CreateLogStream", `${FLOW_LOGS}:log-stream:eni-1`],
  ["logs:DescribeLogStreams", FLOW_LOGS],
  ["logs:PutLogEvents", `${FLOW_LOGS}:log-stream:eni-1`],
];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html, which the OTLP endpoint asks for. */
const COLLECTOR: readonly Case[] = [["logs:PutLogEvents", `${POD_LOGS}:log-stream:pods`]];

const VOLUME = arn("ec2", "volume/vol-1");
const INSTANCE = arn("ec2", "instance/i-1");

/** https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/example-iam-policy.json */
const VOLUMES: readonly Case[] = [
  ...each("*", {}, "ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeTags", "ec2:DescribeVolumes"),
  ...each("*", {}, "ec2:DescribeVolumesModifications", "ec2:DescribeSnapshots"),
  ["ec2:CreateVolume", VOLUME, { "aws:RequestTag/ebs.csi.aws.com/cluster": "true" }],
  ["ec2:CreateTags", VOLUME, { "ec2:CreateAction": "CreateVolume" }],
  ...[VOLUME, INSTANCE].flatMap((resource) => each(resource, {}, "ec2:AttachVolume", "ec2:DetachVolume")),
  ...each(VOLUME, {}, "ec2:ModifyVolume", "ec2:DeleteVolume"),
];

const INTERFACE = arn("ec2", "network-interface/eni-1");

/** https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/iam-policy.md */
const ADDRESSES: readonly Case[] = [
  ...each("*", {}, "ec2:DescribeInstances", "ec2:DescribeTags", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"),
  ...each(INTERFACE, {}, "ec2:CreateNetworkInterface", "ec2:AttachNetworkInterface", "ec2:DeleteNetworkInterface"),
  ...each(INTERFACE, {}, "ec2:DetachNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:CreateTags"),
  ...each(INTERFACE, {}, "ec2:ModifyNetworkInterfaceAttribute", "ec2:UnassignPrivateIpAddresses"),
];

/** https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html, AmazonEKSWorkerNodePolicy and …PullOnly. */
const NODES: readonly Case[] = [
  ...each("*", {}, "ec2:DescribeInstances", "ec2:DescribeRouteTables", "ec2:DescribeVolumes", "ec2:DescribeVpcs"),
  ["eks:DescribeCluster", arn("eks", "cluster/thoughts-staging")],
  ["eks-auth:AssumeRoleForPodIdentity", arn("eks", "cluster/thoughts-staging")],
  ["ecr:GetAuthorizationToken", "*"],
  ...each(arn("ecr", "repository/thoughts/staging/frontend"), {}, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
];

/** Both generations of load balancers have actions of these names; the data of AWS's reference has those of the first one. */
const OF_BOTH = elb(
  "CreateLoadBalancer",
  "DeleteLoadBalancer",
  "AddTags",
  "RemoveTags",
  "ModifyLoadBalancerAttributes",
);

/** What AWS does not know of a call. */
async function problemsOf(call: Call): Promise<readonly string[]> {
  return OF_BOTH.includes(call.action) ? [] : problemsOfCall(call);
}

const OTHER_CLUSTER = "thoughts-production";

describe.each([
  [
    "AWS Load Balancer Controller",
    "load-balancers-identity-role-policy",
    LOAD_BALANCERS,
    [
      ["elasticloadbalancing:DeleteLoadBalancer", LB, marked(OTHER_CLUSTER)],
      ["elasticloadbalancing:CreateLoadBalancer", LB, marking(OTHER_CLUSTER)],
      ["elasticloadbalancing:AddTags", LB, { ...marking(), ...marked(OTHER_CLUSTER) }],
      ["ec2:DeleteSecurityGroup", GROUP],
    ],
  ],
  [
    "external-dns",
    "external-dns-role-policy",
    EXTERNAL_DNS,
    [
      ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z0OTHER", record("A")],
      ["route53:DeleteHostedZone", ZONE],
    ],
  ],
  [
    "the drill of a restore",
    "users-backend-restore-drill-identity-role-policy",
    DRILL,
    [
      ["rds:DeleteDBInstance", SERVER],
      ["rds:RestoreDBInstanceToPointInTime", rds("db:thoughts-production-users-backend")],
      ["kms:CreateGrant", KEY],
    ],
  ],
  [
    "the Job that gives access to a database",
    "users-backend-db-access-identity-role-policy",
    DATABASE_ACCESS,
    [["secretsmanager:GetSecretValue", arn("secretsmanager", "secret:thoughts/staging/on-call-token-Ab12Cd")]],
  ],
  ["VPC Flow Logs", "network-flow-role-policy", FLOW, [["logs:DeleteLogStream", `${FLOW_LOGS}:log-stream:eni-1`]]],
  [
    "the log collector",
    "log-collector-identity-role-policy",
    COLLECTOR,
    [
      ["logs:PutLogEvents", `${arn("logs", "log-group:/aws/eks/thoughts-staging/cluster")}:log-stream:pods`],
      ["logs:CreateLogStream", `${POD_LOGS}:log-stream:pods`],
      ["logs:GetLogEvents", `${POD_LOGS}:log-stream:pods`],
      ["logs:DeleteLogGroup", POD_LOGS],
    ],
  ],
  ["the EBS CSI driver", undefined, VOLUMES, [["kms:ScheduleKeyDeletion", KEY]]],
  ["the VPC CNI", undefined, ADDRESSES, [["s3:GetObject", "arn:aws:s3:::states/.pulumi/stacks/thoughts/staging.json"]]],
  [
    // As with policies that allow everything, which the role that deploys may attach: the boundary refuses.
    "nodes",
    undefined,
    NODES,
    [
      ["iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/anybody`],
      ["route53:DeleteHostedZone", ZONE],
      ["kms:ScheduleKeyDeletion", arn("kms", "key/of-somebody-else")],
      ["kms:PutKeyPolicy", arn("kms", "key/of-somebody-else")],
    ],
  ],
] as readonly (readonly [string, string | undefined, readonly Case[], readonly Case[]])[])(
  "%s",
  async (_, policy, calls, others) => {
    const caller = await podWith(policy);

    it.each(calls.map(callOf))("may call $action on $resources.0", async (call) => {
      expect(await problemsOf(call)).toEqual([]);
      expect(authorize(call, caller)).toMatchObject({ kind: "allowed" });
    });

    it.each(others.map(callOf))("may not call $action on $resources.0", async (call) => {
      expect(await problemsOf(call)).toEqual([]);
      expect(authorize(call, caller)).toMatchObject({ kind: "denied" });
    });
  },
);
