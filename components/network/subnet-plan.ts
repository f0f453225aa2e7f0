import type { Netmask } from "netmask";
import type { Problem } from "../base/problems";
import { blockOf, parseCidr } from "./cidr";

/** The letter of an availability zone, behind the region's name: the `a` of `us-west-2a`. */
export const ZONE_LETTERS = ["a", "b", "c", "d", "e", "f"] as const;
export type ZoneLetter = (typeof ZONE_LETTERS)[number];

/** The subnets of one zone, as CIDR ranges. */
export interface ZoneSubnets {
  readonly zone: ZoneLetter;
  /** For load balancers and NAT gateways. */
  readonly public: string;
  /** For nodes, pods and databases: every pod has an address of its own. */
  readonly private: string;
}

/**
 * Bits more than the VPC's: a sixteenth for each private subnet, in the first half, and a 256th for each public one, at the
 * start of the second half. Seven sixteenths stay free for whatever comes.
 */
const PRIVATE_BITS = 4;
const PUBLIC_BITS = 8;
const FIRST_PUBLIC = 2 ** (PUBLIC_BITS - 1);

/** A load balancer takes no subnet smaller than /27. */
const PREFIXES = { least: 16, most: 27 - PUBLIC_BITS };

/** @see https://www.rfc-editor.org/rfc/rfc1918 */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/**
 * Which addresses each zone's subnets have. They follow from the zone's letter alone, so that a zone that is added or
 * removed moves no other one.
 * @param cidr what `checkSubnetPlan` found nothing wrong with
 */
export function planSubnets(cidr: string, zones: readonly ZoneLetter[]): readonly ZoneSubnets[] {
  const vpc = parseCidr(cidr);
  if (vpc === undefined) {
    throw new Error(`"${cidr}" is no range; checkSubnetPlan refuses this.`);
  }
  return zones.map((zone) => {
    const index = ZONE_LETTERS.indexOf(zone);
    return {
      zone,
      public: String(blockOf(vpc, vpc.bitmask + PUBLIC_BITS, FIRST_PUBLIC + index)),
      private: String(blockOf(vpc, vpc.bitmask + PRIVATE_BITS, index)),
    };
  });
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export function checkSubnetPlan(cidr: string, zones: readonly ZoneLetter[]): readonly Problem[] {
  const problems: Problem[] = [];
  const vpc = parseCidr(cidr);
  if (vpc === undefined || !isPrivate(vpc) || vpc.bitmask < PREFIXES.least || vpc.bitmask > PREFIXES.most) {
    problems.push({
      path: "cidr",
      message:
        `"${cidr}" is no range for a VPC; use a private one (${PRIVATE_RANGES.join(", ")}) of a size from ` +
        `/${PREFIXES.least} to /${PREFIXES.most}, such as "10.0.0.0/16".`,
    });
  }
  const unknown = zones.filter((zone) => !ZONE_LETTERS.includes(zone));
  if (unknown.length > 0 || new Set(zones).size < zones.length || zones.length < 2) {
    problems.push({
      path: "zones",
      message:
        `${zones.join(", ") || "none"} are no zones for a cluster; use two or more different letters of ` +
        `${ZONE_LETTERS.join(", ")} that the region has.`,
    });
  }
  return problems;
}

function isPrivate(vpc: Netmask): boolean {
  return PRIVATE_RANGES.some((range) => parseCidr(range)?.contains(vpc));
}
