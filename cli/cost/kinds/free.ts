/** What AWS takes nothing for; what is behind some of them is paid for where it is made. */
export const FREE: ReadonlySet<string> = new Set([
  // https://aws.amazon.com/certificate-manager/pricing/
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  // https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/: one without actions.
  "aws:budgets/budget:Budget",
  // https://aws.amazon.com/cloudwatch/pricing/: what is written to it is paid for by its log group.
  "aws:cloudwatch/logStream:LogStream",
  // https://aws.amazon.com/vpc/pricing/
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/route:Route",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2/subnet:Subnet",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  // What it writes is paid for by its log group.
  "aws:ec2/flowLog:FlowLog",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  // https://aws.amazon.com/eks/pricing/: those of AWS itself.
  "aws:eks/accessEntry:AccessEntry",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:eks/addon:Addon",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  // https://aws.amazon.com/iam/
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:iam/policy:Policy",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:kms/alias:Alias",
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:route53/record:Record",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
]);

/** Kubernetes' own groups: their objects are data, or run on nodes that are paid for. */
const KUBERNETES =
  /^kubernetes:(core|apps|batch|autoscaling|policy|(networking|rbac\.authorization|storage|apiextensions|admissionregistration|scheduling|coordination|discovery)\.k8s\.io|helm\.sh)\/v\d+(beta\d+|alpha\d+)?:/;

/** What the program makes for itself: components, providers, generated values. */
const OWN = /^(thoughts|pulumi|pulumi-nodejs):/;

/** Whether nothing is paid for a type of resource. */
export function isFree(type: string): boolean {
  return OWN.test(type) || FREE.has(type) || KUBERNETES.test(type);
}
