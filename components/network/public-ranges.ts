import ipaddr from "ipaddr.js";
import type { Netmask } from "netmask";
import type { Problem } from "../base/problems";
import { blockOf, parseCidr } from "./cidr";

/** Ranges of one cluster. @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MOST_RANGES = 40;

/** Shortest prefix: 65,536 addresses, as many as the largest VPC has. A wider range does not say who is meant. */
const SHORTEST_PREFIX = 16;

/** Every block of special addresses is a whole number of these, but for the one address 255.255.255.255. */
const SPECIAL_PREFIX = 24;

const REMEDY = `use those of offices, VPN and CI: the address that https://checkip.amazonaws.com shows there, with "/32"`;

/**
 * Whether ranges may be let to the public endpoint of a cluster. EKS takes none with reserved addresses.
 * @param path where the ranges are
 * @see https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html
 */
export function checkPublicRanges(path: string, cidrs: readonly string[]): readonly Problem[] {
  const problems = cidrs.flatMap((cidr, index) => {
    const complaint = complaintOf(cidr, cidrs.slice(0, index));
    return complaint === undefined ? [] : [{ path, message: `"${cidr}" ${complaint}; ${REMEDY}.` }];
  });
  const tooMany = {
    path,
    message: `${cidrs.length} ranges are too many, EKS takes at most ${MOST_RANGES}; take out what is not needed, or join ranges.`,
  };
  return cidrs.length > MOST_RANGES ? [...problems, tooMany] : problems;
}

function complaintOf(cidr: string, before: readonly string[]): string | undefined {
  const range = parseCidr(cidr);
  if (range === undefined) {
    return "is no range of IPv4 addresses in CIDR notation";
  }
  if (range.bitmask < SHORTEST_PREFIX) {
    return `is too wide to say who is meant, a prefix is at least /${SHORTEST_PREFIX}`;
  }
  const special = specialKindIn(range);
  if (special !== undefined) {
    return `has addresses that are not public (${special}), and EKS refuses those`;
  }
  const other = before.find((one) => overlap(parseCidr(one), range));
  return other === undefined ? undefined : `has addresses that "${other}" has already`;
}

/**
 * The kind of the first addresses in a range that nobody on the internet has.
 * @returns undefined if all are public
 */
function specialKindIn(range: Netmask): string | undefined {
  const blocks = 2 ** Math.max(0, SPECIAL_PREFIX - range.bitmask);
  const firsts = Array.from({ length: blocks }, (_, index) => blockOf(range, SPECIAL_PREFIX, index).base);
  return firsts.map((first) => ipaddr.IPv4.parse(first).range()).find((kind) => kind !== "unicast");
}

function overlap(one: Netmask | undefined, other: Netmask): boolean {
  // One that is too wide is refused by itself.
  return one !== undefined && one.bitmask >= SHORTEST_PREFIX && (one.contains(other) || other.contains(one));
}
