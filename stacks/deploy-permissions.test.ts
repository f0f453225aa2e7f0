import { describe, expect, it } from "vitest";
import { STACKS } from "./names";
import { recordStack } from "./testing/graph";
import { allowedActions, type PolicyStatement, statementsOf } from "./testing/policy-document";

/** What the provider asks AWS for to make and to delete a thing of each type: the API calls of its resource's own page. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "acm/certificate:Certificate": ["acm:RequestCertificate", "acm:AddTagsToCertificate", "acm:DeleteCertificate"],
  "acm/certificateValidation:CertificateValidation": ["acm:DescribeCertificate"],
  "autoscaling/policy:Policy": ["autoscaling:PutScalingPolicy", "autoscaling:DeletePolicy"],
  "autoscaling/schedule:Schedule": ["autoscaling:PutScheduledUpdateGroupAction", "autoscaling:DeleteScheduledAction"],
  "budgets/budget:Budget": ["budgets:ModifyBudget", "budgets:TagResource"],
  "cloudwatch/logGroup:LogGroup": [
    ...["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:AssociateKmsKey", "logs:TagResource"],
    "logs:DeleteLogGroup",
  ],
  "ec2/defaultSecurityGroup:DefaultSecurityGroup": ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"],
  "ec2/eip:Eip": ["ec2:AllocateAddress", "ec2:ReleaseAddress", "ec2:CreateTags"],
  "ec2/flowLog:FlowLog": ["ec2:CreateFlowLogs", "ec2:DeleteFlowLogs", "iam:PassRole"],
  "ec2/internetGateway:InternetGateway": [
    ...["ec2:CreateInternetGateway", "ec2:AttachInternetGateway"],
    ...["ec2:DetachInternetGateway", "ec2:DeleteInternetGateway"],
  ],
  "ec2/launchTemplate:LaunchTemplate": [
    ...["ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
    "ec2:DeleteLaunchTemplate",
  ],
  "ec2/natGateway:NatGateway": ["ec2:CreateNatGateway", "ec2:DeleteNatGateway"],
  "ec2/route:Route": ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"],
  "ec2/routeTable:RouteTable": ["ec2:CreateRouteTable", "ec2:DeleteRouteTable"],
  "ec2/routeTableAssociation:RouteTableAssociation": ["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable"],
  "ec2/securityGroup:SecurityGroup": [
    ...["ec2:CreateSecurityGroup", "ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupEgress"],
    "ec2:DeleteSecurityGroup",
  ],
  "ec2/subnet:Subnet": ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute", "ec2:DeleteSubnet"],
  "ec2/vpc:Vpc": ["ec2:CreateVpc", "ec2:ModifyVpcAttribute", "ec2:DeleteVpc"],
  "ec2/vpcEndpoint:VpcEndpoint": ["ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint", "ec2:DeleteVpcEndpoints"],
  "ecr/lifecyclePolicy:LifecyclePolicy": ["ecr:PutLifecyclePolicy", "ecr:DeleteLifecyclePolicy"],
  // Encrypted with a key of the account's own: https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
  "ecr/repository:Repository": [
    ...["ecr:CreateRepository", "ecr:DeleteRepository"],
    ...["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
  ],
  "ecr/repositoryPolicy:RepositoryPolicy": ["ecr:SetRepositoryPolicy", "ecr:DeleteRepositoryPolicy"],
  "eks/accessEntry:AccessEntry": ["eks:CreateAccessEntry", "eks:DeleteAccessEntry"],
  "eks/accessPolicyAssociation:AccessPolicyAssociation": ["eks:AssociateAccessPolicy", "eks:DisassociateAccessPolicy"],
  "eks/addon:Addon": ["eks:CreateAddon", "eks:DeleteAddon", "iam:PassRole"],
  "eks/nodeGroup:NodeGroup": ["eks:CreateNodegroup", "eks:DeleteNodegroup", "ec2:RunInstances", "iam:PassRole"],
  "eks/podIdentityAssociation:PodIdentityAssociation": [
    ...["eks:CreatePodIdentityAssociation", "eks:DeletePodIdentityAssociation", "iam:PassRole"],
  ],
  "iam/role:Role": ["iam:CreateRole", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"],
  "iam/rolePolicy:RolePolicy": ["iam:PutRolePolicy", "iam:DeleteRolePolicy"],
  "iam/rolePolicyAttachment:RolePolicyAttachment": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
  "kms/alias:Alias": ["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"],
  "kms/key:Key": ["kms:CreateKey", "kms:PutKeyPolicy", "kms:EnableKeyRotation", "kms:ScheduleKeyDeletion"],
  "rds/instance:Instance": ["rds:CreateDBInstance", "rds:DeleteDBInstance", "secretsmanager:CreateSecret"],
  "rds/parameterGroup:ParameterGroup": ["rds:CreateDBParameterGroup", "rds:DeleteDBParameterGroup"],
  "rds/subnetGroup:SubnetGroup": ["rds:CreateDBSubnetGroup", "rds:DeleteDBSubnetGroup"],
  "route53/record:Record": ["route53:ChangeResourceRecordSets"],
  "route53/zone:Zone": [
    ...["route53:CreateHostedZone", "route53:AssociateVPCWithHostedZone", "route53:ChangeTagsForResource"],
    "route53:DeleteHostedZone",
  ],
  "s3/bucket:Bucket": ["s3:CreateBucket", "s3:DeleteBucket"],
  "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["s3:PutLifecycleConfiguration"],
  "s3/bucketOwnershipControls:BucketOwnershipControls": ["s3:PutBucketOwnershipControls"],
  "s3/bucketPolicy:BucketPolicy": ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
  "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
  "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    "s3:PutEncryptionConfiguration",
  ],
  "s3/bucketVersioning:BucketVersioning": ["s3:PutBucketVersioning"],
  // Made by the component of @pulumi/eks, of which a recording has the component alone.
  "eks/cluster:Cluster": ["eks:CreateCluster", "eks:TagResource", "eks:DeleteCluster", "iam:PassRole"],
  "vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:RevokeSecurityGroupIngress",
  ],
};

/** What a role of an account's own stack is allowed. */
async function allowances(role: string): Promise<readonly PolicyStatement[]> {
  const { resources } = await recordStack("bootstrap-staging");
  const policies = resources.filter(
    ({ type, name }) => type === "aws:iam/rolePolicy:RolePolicy" && name.startsWith(`${role}-`),
  );
  return statementsOf(policies).filter(({ Effect }) => Effect === "Allow");
}

/** Actions that it is allowed, with wildcards. */
async function allowed(role: string): Promise<readonly RegExp[]> {
  return allowedActions(await allowances(role));
}

describe("the role that deploys", async () => {
  const patterns = await allowed("deploy");
  const recordings = await Promise.all(STACKS.map((stack) => recordStack(stack)));
  const types = [
    ...new Set(
      recordings
        .flatMap(({ resources }) => resources.map(({ type }) => type))
        .filter((type) => type.startsWith("aws:")),
    ),
  ].map((type) => type.slice("aws:".length));

  it("is asked for types of which it is known what they need", () => {
    expect(types.length).toBeGreaterThan(35);
    expect(types.filter((type) => !(type in ACTIONS))).toEqual([]);
  });

  it.each(Object.entries(ACTIONS))("may make and delete %s", (_, actions) => {
    expect(actions.filter((action) => !patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });

  it("uses the keys of the environment alone, and that of the states", async () => {
    const own = { StringEquals: { "aws:ResourceTag/system": "thoughts", "aws:ResourceTag/environment": "staging" } };
    const uses = (await allowances("deploy")).filter(({ Action }) =>
      [Action].flat().some((action) => /^kms:(Encrypt|Decrypt|GenerateDataKey|(Create|Retire)Grant)$/.test(action)),
    );
    const tagged = { Resource: "arn:aws:kms:us-west-2:111111111111:key/*", Condition: own };
    expect(uses).toHaveLength(2);
    expect(uses).toContainEqual(expect.objectContaining(tagged));
    expect(uses).toContainEqual(expect.objectContaining({ Resource: "arn-of-state-key-key" }));
  });

  it("may not make users, keys for users, policies or issuers of tokens", () => {
    const never = ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreatePolicy", "iam:CreateOpenIDConnectProvider"];
    expect(never.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });
});

describe("the role that previews", async () => {
  const patterns = await allowed("preview");

  it("may change nothing", () => {
    const changes = Object.values(ACTIONS)
      .flat()
      .filter((action) => !/:(Describe|Get|List)/.test(action));
    expect(changes.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });

  it("may read no secret, no object but of the engine's state, and no image", () => {
    const never = ["secretsmanager:GetSecretValue", "ecr:BatchGetImage", "rds-data:ExecuteStatement", "s3:PutObject"];
    expect(never.filter((action) => patterns.some((pattern) => pattern.test(action)))).toEqual([]);
  });
});
