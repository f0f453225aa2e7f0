import { Region } from "@pulumi/aws/types/enums";
import type { Problem } from "../base/problems";
import type { ZoneLetter } from "./subnet-plan";

/**
 * Regions of the partition `aws`, whose ARNs begin with `arn:aws:`. In another partition (China, GovCloud) they begin in
 * another way, and services are missing.
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const PARTITION = /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/;

/** What most accounts have in most regions. */
const USUAL_ZONES = ["a", "b", "c"] as const satisfies readonly ZoneLetter[];

/**
 * Regions in which no letter is every account's: a new account has no zone b in Tokyo and two of three zones in Northern
 * California, and one zone of Northern Virginia, Northern California and Canada, under another letter in each account, takes
 * no cluster.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const OWN_ZONES = ["ap-northeast-1", "ca-central-1", "us-east-1", "us-west-1"];

export function checkRegion(region: string): readonly Problem[] {
  if (!(Object.values(Region) as readonly string[]).includes(region)) {
    return [{ path: "region", message: `"${region}" is no region of AWS; use one such as "us-west-2".` }];
  }
  return PARTITION.test(region)
    ? []
    : [
        {
          path: "region",
          message:
            `"${region}" is in another partition of AWS (China, GovCloud or a sovereign cloud), which this program does not ` +
            `support: names of resources are others there. Use one such as "us-west-2".`,
        },
      ];
}

/** The zones of a region that every account has. @returns none where accounts have different ones */
export function usualZones(region: string): readonly ZoneLetter[] {
  return OWN_ZONES.includes(region) ? [] : USUAL_ZONES;
}

/** Whether zones were named where none can be taken as given. */
export function checkZones(region: string, zones: readonly ZoneLetter[]): readonly Problem[] {
  return zones.length > 0
    ? []
    : [
        {
          path: "zones",
          message:
            `accounts have different availability zones in ${region}, and not every one takes a cluster. Name two or more ` +
            `under thoughts:zones, such as [a, c]: aws ec2 describe-availability-zones --region ${region} shows yours. Leave ` +
            "out use1-az3, usw1-az2 and cac1-az3.",
        },
      ];
}
