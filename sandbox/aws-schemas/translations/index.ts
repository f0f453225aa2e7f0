import type { Translations } from "../translation";
import { ACCOUNT, ECR, EDGE, IAM, KMS } from "./account";
import { EC2 } from "./ec2";
import { EKS } from "./eks";
import { RDS, S3 } from "./storage";

export const TRANSLATIONS: Translations = {
  ...ACCOUNT,
  ...EC2,
  ...ECR,
  ...EDGE,
  ...EKS,
  ...IAM,
  ...KMS,
  ...RDS,
  ...S3,
};

/** Types of which AWS publishes no schema, each with the reason. */
export const WITHOUT_SCHEMA: Readonly<Record<string, string>> = {
  "aws:acm/certificateValidation:CertificateValidation": "it waits for AWS, and is no resource there",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "it comes with its VPC, and is only emptied and tagged",
};
