import { Region } from "@pulumi/aws/types/enums";
import { z } from "zod";

/** The zones of the stand-in's account, which is a new one, where they are not a, b and c. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  "ap-northeast-1": ["a", "c", "d"],
  "ap-northeast-2": ["a", "b", "c", "d"],
  "ca-central-1": ["a", "b", "d"],
  "us-east-1": ["a", "b", "c", "d", "e", "f"],
  "us-west-1": ["a", "c"],
  "us-west-2": ["a", "b", "c", "d"],
};

/**
 * Zones of that account which take no cluster: `use1-az3`, `usw1-az2`, `cac1-az3`, under the letters that they have there.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
export const ZONES_WITHOUT_EKS: readonly string[] = ["us-east-1e", "us-west-1b", "ca-central-1c"];

const ARNS = /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/;

/** A region's name; the words for one that is none are the official provider's. */
export const regionName = z
  .string()
  .refine(isRegion, { error: ({ input }) => `invalid AWS Region: ${String(input)}` })
  .refine((region) => !isRegion(region) || ARNS.test(region), {
    error: ({ input }) =>
      `${String(input)} is in another partition, and the stand-in has ARNs of the partition aws only`,
  });

function isRegion(text: string): boolean {
  return (Object.values(Region) as readonly string[]).includes(text);
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html and errors-overview.html beside it */
export const subnetZone = z.string().refine((zone) => zonesBeside(zone).includes(zone), {
  error: ({ input }) => {
    const zones = zonesBeside(String(input)).join(", ");
    return (
      `InvalidParameterValue: Value (${String(input)}) for parameter availabilityZone is invalid. Subnets can currently ` +
      `only be created in the following availability zones: ${zones}.`
    );
  },
});

/** All zones of a zone's region that the account has. */
function zonesBeside(zone: string): readonly string[] {
  const region = zone.slice(0, -1);
  return isRegion(region) ? (ZONES[region] ?? ["a", "b", "c"]).map((letter) => `${region}${letter}`) : [];
}
