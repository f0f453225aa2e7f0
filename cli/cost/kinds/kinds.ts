import {
  CLUSTER,
  CLUSTER_COMPONENT,
  clusterComponent,
  controlPlane,
  NODE_GROUP,
  nodeGroup,
  SCHEDULE,
  schedule,
} from "./cluster";
import { isFree } from "./free";
import type { Pricer } from "./kind";
import { claim, ingress, service, statefulSet } from "./kubernetes";
import { address, natGateway, vpc, vpcEndpoint, zone } from "./network";
import { alarm, bucket, database, key, logGroup, repository, secret, volume } from "./storage";

/** What is paid for, by type. */
const PRICERS: Readonly<Record<string, Pricer>> = {
  [CLUSTER]: controlPlane,
  [CLUSTER_COMPONENT]: clusterComponent,
  [NODE_GROUP]: nodeGroup,
  [SCHEDULE]: schedule,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:ebs/volume:Volume": volume,
  "aws:ec2/eip:Eip": address,
  "aws:ec2/natGateway:NatGateway": natGateway,
  "aws:ec2/vpc:Vpc": vpc,
  "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
  "aws:ecr/repository:Repository": repository,
  "aws:kms/key:Key": key,
  "aws:rds/instance:Instance": database,
  "aws:route53/zone:Zone": zone,
  "aws:s3/bucket:Bucket": bucket,
  "aws:secretsmanager/secret:Secret": secret,
  "kubernetes:apps/v1:StatefulSet": statefulSet,
  "kubernetes:core/v1:PersistentVolumeClaim": claim,
  "kubernetes:core/v1:Service": service,
  "kubernetes:networking.k8s.io/v1:Ingress": ingress,
};

const nothing: Pricer = () => [];
const unknown: Pricer = () => "what this type costs is not known here; add it to cli/cost/kinds";

/** How a type of resource is priced: one that nobody thought of says so. */
export function pricerOf(type: string): Pricer {
  return PRICERS[type] ?? (isFree(type) ? nothing : unknown);
}
