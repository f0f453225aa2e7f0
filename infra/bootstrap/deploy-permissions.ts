import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../components/identity/service-role";
import { PULL_ACTIONS } from "../../components/registry/image-readers";
import { accessLogsBucketName, boundaryArn, repositoryPrefix, rolePath } from "../account/names";
import { SYSTEM } from "../system";
import { type AccountResources, objectsOf, readSecrets, writeSecrets } from "./permissions";

/** Services that act by roles of the environment: nodes, the control plane and its add-ons, pods, flow logs. */
const SERVICES_WITH_ROLES = [
  "ec2.amazonaws.com",
  "eks.amazonaws.com",
  "pods.eks.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
] as const;

/** What makes, changes and deletes the parts of a network, of nodes, and of who reaches them. */
const NETWORK = [
  ...["Vpc", "Subnet", "InternetGateway", "NatGateway", "RouteTable", "Route", "SecurityGroup", "FlowLogs"].flatMap(
    (part) => [`ec2:Create${part}`, `ec2:Delete${part}`],
  ),
  "ec2:AllocateAddress",
  "ec2:AssociateRouteTable",
  "ec2:AttachInternetGateway",
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:CreateLaunchTemplate",
  "ec2:CreateLaunchTemplateVersion",
  "ec2:CreateTags",
  "ec2:CreateVpcEndpoint",
  "ec2:DeleteLaunchTemplate",
  "ec2:DeleteTags",
  "ec2:DeleteVpcEndpoints",
  "ec2:DetachInternetGateway",
  "ec2:DisassociateAddress",
  "ec2:DisassociateRouteTable",
  "ec2:ModifyLaunchTemplate",
  "ec2:ModifySecurityGroupRules",
  "ec2:ModifySubnetAttribute",
  "ec2:ModifyVpcAttribute",
  "ec2:ModifyVpcEndpoint",
  "ec2:ReleaseAddress",
  "ec2:ReplaceRoute",
  "ec2:ReplaceRouteTableAssociation",
  "ec2:RevokeSecurityGroupEgress",
  "ec2:RevokeSecurityGroupIngress",
  // EKS tries a node group's launch template in the name of whoever makes the group.
  "ec2:RunInstances",
] as const;

const KEY = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:PutKeyPolicy",
  // ECR takes back the grants of a repository that is deleted in the name of whoever deletes it.
  "kms:RetireGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateKeyDescription",
] as const;

/** What the engine needs of the key of its states. */
const STATE_KEY: readonly string[] = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"];

/** What the workflow that deploys may do: all that the environment's program does, to what bears the environment's name or tags. */
export function deployPermissions(resources: AccountResources): Readonly<Record<string, readonly Statement[]>> {
  return {
    state: [...statePermissions(resources), ...readSecrets(resources), ...writeSecrets(resources)],
    foundation: [...networkPermissions(resources), ...clusterPermissions(resources), ...copyPermissions(resources)],
    storage: [...databasePermissions(resources), ...keyPermissions(resources), ...bucketPermissions(resources)],
    edge: edgePermissions(resources),
    roles: rolePermissions(resources),
  };
}

function statePermissions({ environment, stateBucketArn, stateKeyArn }: AccountResources): readonly Statement[] {
  return [
    // The account's own stack says what this role may do: its state, history and lock are for who bootstraps.
    {
      Effect: "Deny",
      Action: ["s3:PutObject", "s3:DeleteObject"],
      Resource: pulumi.interpolate`${stateBucketArn}/.pulumi/*/bootstrap-${environment}*`,
    },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: stateBucketArn },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: objectsOf(stateBucketArn),
    },
    { Effect: "Allow", Action: STATE_KEY, Resource: stateKeyArn },
  ];
}

function networkPermissions({ account, region }: AccountResources): readonly Statement[] {
  return [
    { Effect: "Allow", Action: NETWORK, Resource: `arn:aws:ec2:${region}:${account}:*/*` },
    // Machine images belong to no account.
    { Effect: "Allow", Action: "ec2:RunInstances", Resource: `arn:aws:ec2:${region}::image/*` },
    {
      Effect: "Allow",
      Action: [
        "autoscaling:PutScalingPolicy",
        "autoscaling:DeletePolicy",
        "autoscaling:PutScheduledUpdateGroupAction",
        "autoscaling:DeleteScheduledAction",
      ],
      Resource: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/eks-*`,
    },
  ];
}

function clusterPermissions(resources: AccountResources): readonly Statement[] {
  const { environment, account, region } = resources;
  const eks = `arn:aws:eks:${region}:${account}`;
  const cluster = `${SYSTEM}-${environment}`;
  return [
    {
      Effect: "Allow",
      Action: "eks:*",
      Resource: [
        `${eks}:cluster/${cluster}`,
        ...["nodegroup", "addon", "access-entry", "podidentityassociation"].map(
          (part) => `${eks}:${part}/${cluster}/*`,
        ),
      ],
    },
    {
      Effect: "Allow",
      Action: "ecr:*",
      Resource: `arn:aws:ecr:${region}:${account}:repository/${repositoryPrefix(resources)}*`,
    },
    // A token is for a whole registry.
    { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:AssociateKmsKey"].concat(
        "logs:TagResource",
        "logs:UntagResource",
        "logs:CreateLogStream",
        "logs:DeleteLogStream",
      ),
      Resource: [`/aws/eks/${cluster}/`, `/aws/vpc/${cluster}`, `/aws/rds/instance/${cluster}-`].map(
        (group) => `arn:aws:logs:${region}:${account}:log-group:${group}*`,
      ),
    },
  ];
}

/**
 * An image is promoted by being copied from where it was tested: another account, whatever its region, or another environment
 * of this one.
 */
function copyPermissions({ account, imageSources }: AccountResources): readonly Statement[] {
  const repositories = [
    `arn:aws:ecr:*:${account}:repository/${SYSTEM}/*`,
    ...imageSources.map((source) => `arn:aws:ecr:*:${source}:repository/*`),
  ];
  return [{ Effect: "Allow", Action: PULL_ACTIONS, Resource: repositories }];
}

function databasePermissions({ environment, account, region }: AccountResources): readonly Statement[] {
  const rds = `arn:aws:rds:${region}:${account}`;
  return [
    {
      Effect: "Allow",
      Action: "rds:*",
      Resource: [
        `${rds}:db:${SYSTEM}-${environment}-*`,
        `${rds}:snapshot:${SYSTEM}-${environment}-*`,
        `${rds}:subgrp:*-db-subnet-group-*`,
        `${rds}:pg:*-db-parameter-group-*`,
        // A server that names no option group has AWS's own.
        `${rds}:og:default:postgres-*`,
      ],
    },
    // RDS makes the master's secret in the name of whoever makes the server, who may not read it.
    {
      Effect: "Allow",
      Action: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
      Resource: `arn:aws:secretsmanager:${region}:${account}:secret:rds!*`,
    },
  ];
}

function keyPermissions({ environment, account, region, stateKeyArn }: AccountResources): readonly Statement[] {
  const own = { [`aws:ResourceTag/system`]: SYSTEM, [`aws:ResourceTag/environment`]: environment };
  const becomesOwn = { [`aws:RequestTag/system`]: SYSTEM, [`aws:RequestTag/environment`]: environment };
  const keys = `arn:aws:kms:${region}:${account}:key/*`;
  return [
    { Effect: "Allow", Action: "kms:CreateKey", Resource: "*", Condition: { StringEquals: becomesOwn } },
    // A key that is being made has no tags yet.
    {
      Effect: "Allow",
      Action: "kms:TagResource",
      Resource: keys,
      Condition: { StringEquals: becomesOwn, Null: { "aws:ResourceTag/system": "true" } },
    },
    // Right after that, KMS may not know its tags for some minutes: https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
    { Effect: "Allow", Action: "kms:EnableKeyRotation", Resource: keys },
    { Effect: "Allow", Action: KEY, Resource: keys, Condition: { StringEquals: own } },
    {
      Effect: "Allow",
      Action: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      Resource: [keys, `arn:aws:kms:${region}:${account}:alias/${SYSTEM}-${environment}`],
    },
    // It bears the same tags, and is not the environment's.
    {
      Effect: "Deny",
      Action: KEY.filter((action) => !STATE_KEY.includes(action)),
      Resource: stateKeyArn,
    },
  ];
}

function bucketPermissions(resources: AccountResources): readonly Statement[] {
  const bucket = `arn:aws:s3:::${accessLogsBucketName(resources)}`;
  return [{ Effect: "Allow", Action: "s3:*", Resource: [bucket, `${bucket}/*`] }];
}

function edgePermissions({ environment, account, region, zoneId }: AccountResources): readonly Statement[] {
  const zones = "arn:aws:route53:::hostedzone/*";
  return [
    {
      Effect: "Allow",
      Action: [
        "acm:RequestCertificate",
        "acm:DeleteCertificate",
        "acm:AddTagsToCertificate",
        "acm:RemoveTagsFromCertificate",
      ],
      Resource: `arn:aws:acm:${region}:${account}:certificate/*`,
    },
    {
      Effect: "Allow",
      Action: [
        "route53:ChangeResourceRecordSets",
        "route53:ChangeTagsForResource",
        "route53:DeleteHostedZone",
        "route53:UpdateHostedZoneComment",
      ],
      Resource: zones,
    },
    // A zone that is to be made has no name yet by which it could be meant.
    { Effect: "Allow", Action: ["route53:CreateHostedZone"], Resource: "*" },
    {
      Effect: "Allow",
      Action: ["route53:AssociateVPCWithHostedZone", "route53:DisassociateVPCFromHostedZone"],
      Resource: [zones, `arn:aws:ec2:*:${account}:vpc/*`],
    },
    {
      Effect: "Deny",
      Action: "route53:DeleteHostedZone",
      Resource: pulumi.interpolate`arn:aws:route53:::hostedzone/${zoneId}`,
    },
    {
      Effect: "Allow",
      Action: ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"],
      Resource: `arn:aws:budgets::${account}:budget/${SYSTEM}-${environment}`,
    },
  ];
}

/** Roles only within the boundary, which it can neither take off nor change; and never those of people and workflows. */
function rolePermissions(resources: AccountResources): readonly Statement[] {
  const { environment, account } = resources;
  const own = `arn:aws:iam::${account}:role${rolePath(resources)}*`;
  return [
    {
      Effect: "Allow",
      Action: [
        "iam:CreateRole",
        "iam:AttachRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePolicy",
        "iam:DeleteRolePolicy",
      ],
      Resource: own,
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArn(resources) } },
    },
    {
      Effect: "Allow",
      Action: [
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: own,
    },
    {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: own,
      Condition: { StringEquals: { "iam:PassedToService": SERVICES_WITH_ROLES } },
    },
    {
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: `arn:aws:iam::${account}:role/aws-service-role/*`,
    },
    {
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"],
      Resource: `arn:aws:iam::${account}:role/*`,
    },
    {
      Effect: "Deny",
      Action: "iam:*",
      Resource: [`arn:aws:iam::${account}:role/${SYSTEM}-${environment}-*`, boundaryArn(resources)],
    },
  ];
}
