import { between } from "./amount";

/** Hours of a month, as AWS's calculator has them: 365 × 24 / 12. */
export const HOURS = 730;

/**
 * How much is used in a month of what nobody orders: a quiet month, and a busy one. They are ours, and no measurement; the
 * estimate shows each one where it counts.
 */
export const USAGE = {
  /** GB through each NAT gateway. */
  natGb: between(5, 100),
  /** GB through each interface endpoint: images of the pods that start. */
  endpointGb: between(1, 50),
  /** Capacity units that a load balancer takes on average. */
  loadBalancerUnits: between(0.1, 2),
  /** GB that each log group takes in. */
  logGb: between(0.5, 10),
  /** GB of images in each repository. */
  repositoryGb: between(0.2, 2),
  /** GB in each bucket. */
  bucketGb: between(0.1, 10),
  /** GB of backups beyond what is free: as much as the database's disk. */
  backupShare: between(0, 1),
  /** Millions of DNS queries for each zone. */
  zoneQueries: between(0.1, 2),
  /** GB to the internet, for each load balancer. */
  outGb: between(1, 100),
  /** GB between zones, for each network. */
  betweenZonesGb: between(5, 100),
} as const;

/** What no estimate has in it, and why. */
export const LEFT_OUT: readonly string[] = [
  "taxes, discounts, free tiers and support plans",
  "single requests to KMS, S3, Secrets Manager and ECR: cents a month at this size",
  "secrets that people set (npx thoughts secrets): $0.40 each a month in us-west-2",
  "CPU credits of t3 and t4g machines above their baseline, and what restore drills use for an hour",
];
