import type { Statement } from "../../components/identity/service-role";
import { type AccountResources, objectsOf } from "./permissions";

/** Services of AWS that some role of an environment works with: the control plane, nodes, add-ons, controllers, jobs. */
const SERVICES = [
  "autoscaling",
  "cloudwatch",
  "ec2",
  "ecr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "route53",
  "s3",
  "wafv2",
] as const;

const NEVER = [
  "kms:CreateKey",
  "kms:DisableKey",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "route53:CreateHostedZone",
  "route53:DeleteHostedZone",
] as const;

/**
 * The most that a role of an environment can be given. It makes no role, reads no secret but a database's master, and does not
 * touch the engine's states.
 */
export function boundaryStatements({
  account,
  region,
  stateBucketArn,
  stateKeyArn,
}: AccountResources): readonly Statement[] {
  return [
    { Effect: "Allow", Action: SERVICES.map((service) => `${service}:*`), Resource: "*" },
    {
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: `arn:aws:secretsmanager:${region}:${account}:secret:rds!*`,
    },
    // The drill of a restore: it makes a copy of a database, and deletes nothing but that.
    {
      Effect: "Allow",
      Action: ["rds:DescribeDBInstances", "rds:RestoreDBInstanceToPointInTime", "rds:AddTagsToResource"],
      Resource: `arn:aws:rds:${region}:${account}:*`,
    },
    {
      Effect: "Allow",
      Action: "rds:DeleteDBInstance",
      Resource: `arn:aws:rds:${region}:${account}:db:*-drill`,
    },
    {
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: `arn:aws:iam::${account}:role/aws-service-role/*`,
    },
    // Zones and keys are made and deleted by who deploys. The boundary knows neither the environment's own from others.
    { Effect: "Deny", Action: NEVER, Resource: "*" },
    { Effect: "Deny", Action: "*", Resource: [stateBucketArn, objectsOf(stateBucketArn), stateKeyArn] },
  ];
}
