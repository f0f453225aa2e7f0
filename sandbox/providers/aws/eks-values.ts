import { z } from "zod";
import { digits, type Reference } from "./kind";
import { cidr, id, startsIn, text } from "./values";

/** What all parts of an EKS cluster have. */

/** Minor versions that EKS has. @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
export const KUBERNETES_VERSIONS = ["1.33", "1.34", "1.35", "1.36"] as const;

export const clusterName = text(
  /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
  `1 to 100 letters, digits, "-" and "_", a letter or digit first`,
);

export const subnetIds = z.array(id("subnet"));

/** Blocks that nobody on the internet has. @see https://www.iana.org/assignments/iana-ipv4-special-registry/ */
const RESERVED = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"],
  ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
];
const EVERYBODY = "0.0.0.0/0";

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MOST_RANGES = 40;

/**
 * Who reaches the public endpoint.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html for reserved addresses
 */
export const publicAccessCidrs = z
  .array(
    cidr.refine((given) => given === EVERYBODY || !isReserved(given), {
      error: ({ input }) =>
        `InvalidParameterException: The following CIDRs are not allowed in publicAccessCidrs: [${String(input)}]`,
    }),
  )
  .refine((given) => given.length <= MOST_RANGES, {
    error: ({ input }) =>
      `${(input as readonly unknown[]).length} ranges are too many; at most ${MOST_RANGES} are allowed`,
  });

function isReserved(range: string): boolean {
  return RESERVED.some((block) => startsIn(range, block) || startsIn(block, range));
}

/** The cluster that something is part of. @param holds AWS's error code when the cluster is deleted first */
export function ofCluster(holds?: string): Reference {
  return {
    property: "clusterName",
    to: "aws:eks/cluster:Cluster",
    by: "name",
    missing: "ResourceNotFoundException",
    holds,
  };
}

export function uuid(seed: string): string {
  return digits(seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
