import { textAt, type JsonObject } from "../../../wire/json";
import type { Call, Subject, TypeCalls } from "../call";
import * as acm from "./acm";
import { arnIn, calling } from "./arns";
import * as budgets from "./budgets";
import * as ec2 from "./ec2";
import * as ecr from "./ecr";
import * as eks from "./eks";
import * as iam from "./iam";
import * as kms from "./kms";
import * as logs from "./logs";
import * as nodes from "./nodes";
import * as rds from "./rds";
import * as route53 from "./route53";
import * as routes from "./routes";
import * as s3 from "./s3";
import * as groups from "./security-groups";

/**
 * The calls of the official plugin (pulumi-aws 7, over terraform-provider-aws 6) for each type. AWS's reference knows each
 * one; that the plugin makes these and no others was not compared with its source throughout (docs/unproven.md).
 */
export const CALLS: Readonly<Record<string, TypeCalls>> = {
  "aws:acm/certificate:Certificate": acm.certificate,
  "aws:acm/certificateValidation:CertificateValidation": acm.certificateValidation,
  "aws:autoscaling/policy:Policy": ec2.scalingPolicy,
  "aws:autoscaling/schedule:Schedule": ec2.scalingSchedule,
  "aws:budgets/budget:Budget": budgets.budget,
  "aws:cloudwatch/logGroup:LogGroup": logs.logGroup,
  "aws:cloudwatch/logStream:LogStream": logs.logStream,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": groups.defaultSecurityGroup,
  "aws:ec2/eip:Eip": ec2.eip,
  "aws:ec2/flowLog:FlowLog": ec2.flowLog,
  "aws:ec2/internetGateway:InternetGateway": ec2.internetGateway,
  "aws:ec2/launchTemplate:LaunchTemplate": ec2.launchTemplate,
  "aws:ec2/natGateway:NatGateway": ec2.natGateway,
  "aws:ec2/route:Route": routes.route,
  "aws:ec2/routeTable:RouteTable": routes.routeTable,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": routes.routeTableAssociation,
  "aws:ec2/securityGroup:SecurityGroup": groups.securityGroup,
  "aws:ec2/subnet:Subnet": ec2.subnet,
  "aws:ec2/vpc:Vpc": ec2.vpc,
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2.vpcEndpoint,
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ecr.lifecyclePolicy,
  "aws:ecr/repository:Repository": ecr.repository,
  "aws:ecr/repositoryPolicy:RepositoryPolicy": ecr.repositoryPolicy,
  "aws:eks/accessEntry:AccessEntry": eks.accessEntry,
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": eks.accessPolicyAssociation,
  "aws:eks/addon:Addon": eks.addon,
  "aws:eks/cluster:Cluster": eks.cluster,
  "aws:eks/nodeGroup:NodeGroup": nodes.nodeGroup,
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": nodes.podIdentityAssociation,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": iam.openIdConnectProvider,
  "aws:iam/policy:Policy": iam.policy,
  "aws:iam/role:Role": iam.role,
  "aws:iam/rolePolicy:RolePolicy": iam.rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": iam.rolePolicyAttachment,
  "aws:kms/alias:Alias": kms.alias,
  "aws:kms/key:Key": kms.key,
  "aws:rds/instance:Instance": rds.instance,
  "aws:rds/parameterGroup:ParameterGroup": rds.parameterGroup,
  "aws:rds/subnetGroup:SubnetGroup": rds.subnetGroup,
  "aws:route53/record:Record": route53.record,
  "aws:route53/zone:Zone": route53.zone,
  "aws:s3/bucket:Bucket": s3.bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": s3.bucketLifecycle,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": s3.bucketOwnershipControls,
  "aws:s3/bucketPolicy:BucketPolicy": s3.bucketPolicy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": s3.bucketPublicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": s3.bucketEncryption,
  "aws:s3/bucketVersioning:BucketVersioning": s3.bucketVersioning,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": groups.egressRule,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": groups.ingressRule,
};

type Place = Pick<Subject, "account" | "region" | "partition">;

/** The calls for each function of the provider's that the program calls. @see ../../functions.ts */
export const FUNCTION_CALLS: Readonly<Record<string, (args: JsonObject, place: Place) => readonly Call[]>> = {
  // AWS lets everyone ask this: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  "aws:index/getCallerIdentity:getCallerIdentity": () => [],
  // Answered by the plugin itself, without a call: internal/service/meta/partition_data_source.go, region_data_source.go
  "aws:index/getPartition:getPartition": () => [],
  "aws:index/getRegion:getRegion": () => [],
  // internal/service/iam/openid_connect_provider_data_source.go: it looks through all, then reads that of the URL.
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": (args, place) => [
    calling("iam:ListOpenIDConnectProviders", "*"),
    calling(
      "iam:GetOpenIDConnectProvider",
      `arn:${place.partition}:iam::${place.account}:oidc-provider/${textAt(args, "url").replace("https://", "")}`,
    ),
  ],
  "aws:route53/getZone:getZone": (_, place) => route53.getZone(place),
  // internal/service/secretsmanager/secret_version_data_source.go; AWS ends the ARN of a name with six characters of its own.
  "aws:secretsmanager/getSecretVersion:getSecretVersion": (args, place) => {
    const id = textAt(args, "secretId");
    const arn = id.startsWith("arn:") ? id : arnIn(place, "secretsmanager", `secret:${id}-*`);
    return [calling("secretsmanager:GetSecretValue", arn, { "secretsmanager:SecretId": arn })];
  },
};
