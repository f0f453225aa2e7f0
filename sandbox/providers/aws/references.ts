import type { Reference } from "./kind";

/** What many things name in the same way; AWS has one error code for each. */

const ROLE = "aws:iam/role:Role";

/** The VPC that something is in, and that AWS does not delete before it. */
export function inVpc(property = "vpcId"): Reference {
  return { property, to: "aws:ec2/vpc:Vpc", by: "id", missing: "InvalidVpcID.NotFound", holds: "DependencyViolation" };
}

/** Subnets that something has addresses in, and that AWS does not delete before it. */
export function inSubnets(property: string): Reference {
  return {
    property,
    to: "aws:ec2/subnet:Subnet",
    by: "id",
    missing: "InvalidSubnetID.NotFound",
    holds: "DependencyViolation",
  };
}

/** Security groups, that which EKS makes for a cluster among them; AWS does not delete them before what uses them. */
export function securityGroups(property: string): Reference {
  return {
    property,
    to: "aws:ec2/securityGroup:SecurityGroup",
    by: "id",
    or: { to: "aws:eks/cluster:Cluster", by: "vpcConfig.clusterSecurityGroupId" },
    missing: "InvalidGroup.NotFound",
    holds: "DependencyViolation",
  };
}

/** A key in KMS. AWS deletes it whatever is encrypted with it. */
export function encryptedBy(property: string): Reference {
  return { property, to: "aws:kms/key:Key", by: "arn", missing: "NotFoundException" };
}

/** A role, by its ARN. */
export function roleOf(property: string, missing = "InvalidParameterException"): Reference {
  return { property, to: ROLE, by: "arn", missing };
}
