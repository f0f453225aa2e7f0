import type { Dependency } from "../workload/network-policy";

/**
 * What a pod with a role asks: the agent on its node who it is, and AWS.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
export const AWS_ACCESS: readonly Dependency[] = [
  { to: { kind: "addresses", cidr: "169.254.170.23/32" }, port: 80 },
  { to: { kind: "anywhere" }, port: 443 },
];
