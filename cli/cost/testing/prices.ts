import type { Price, PriceFile } from "../price-list";

/** A price without a source that anybody would read. */
export function price(usd: number, per = "hour", change: Partial<Price> = {}): Price {
  return { usd, per, source: "https://aws.example.com/pricing/", read: "2026-11-01", ...change };
}

/** Round numbers, by which a test can be reckoned in one's head. */
export const PRICES: PriceFile = {
  region: "us-west-2",
  currency: "USD",
  prices: {
    "eks/cluster": price(0.1),
    "eks/cluster-in-extended-support": price(0.6),
    "ec2/m5.large": price(0.1),
    "ec2-spot/m5.large": price(0.04),
    "ebs/gp3": price(0.1, "GB-month"),
    "rds/db.t4g.micro": price(0.02),
    "rds/gp3": price(0.1, "GB-month"),
    "rds/backup": price(0.1, "GB-month"),
    "secrets-manager/secret": price(0.4, "secret-month"),
    "vpc/nat-gateway": price(0.05),
    "vpc/nat-gateway-data": price(0.05, "GB"),
    "vpc/public-ipv4": price(0.005),
    "vpc/endpoint": price(0.01),
    "vpc/endpoint-data": price(0.01, "GB"),
    "elb/application": price(0.02),
    "elb/capacity-unit": price(0.01),
    "transfer/out": price(0.1, "GB"),
    "transfer/between-zones": price(0.01, "GB"),
    "kms/key": price(1, "key-month"),
    "cloudwatch/alarm": price(0.1, "alarm-month"),
    "logs/ingestion": price(0.5, "GB"),
    "logs/storage": price(0.03, "GB-month"),
    "ecr/storage": price(0.1, "GB-month"),
    "s3/storage": price(0.02, "GB-month"),
    "route53/zone": price(0.5, "zone-month"),
    "route53/queries": price(0.4, "million"),
  },
  machines: { "m5.large": { milliCpu: 2_000, mebibytes: 8_192, source: "https://aws.example.com/m5/" } },
};
