import { type Problem, under } from "../base/problems";
import type { ZoneLetter } from "../network/subnet-plan";
import { checkInstanceTypes, type NodeGroup } from "./node-group";

/** Nodes that are always there, on demand: what a reservation or a savings plan pays for ahead. */
export interface BaseGroup extends Pick<NodeGroup, "instanceTypes" | "zones"> {
  /** How many: one for each of its zones, or more. */
  readonly nodes: number;
}

/**
 * Nodes that come on top while pods find no room, and go when they stand half empty. There is a group for each zone, so that
 * a node can be had where a pod's disk is.
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/cas.html (EBS volumes)
 */
export interface ExtraNodes extends Pick<NodeGroup, "capacity" | "zones"> {
  /** Of the same size each: the autoscaler reckons with the first. @see https://docs.aws.amazon.com/eks/latest/best-practices/cas.html */
  readonly instanceTypes: NodeGroup["instanceTypes"];
  readonly maxPerZone: number;
}

/** A base of nodes, and more that the Cluster Autoscaler adds and takes away as pods need them. */
export interface ClusterAutoscalerCompute {
  readonly kind: "clusterAutoscaler";
  /** By name. What changes their number by time or by CPU does not go with an autoscaler, so nothing here can say it. */
  readonly base: Readonly<Record<string, BaseGroup>>;
  readonly extra: ExtraNodes;
}

/** What the groups that follow the pods are called, before the letter of their zone. */
const EXTRA = "extra";

/** Its groups, as EKS makes them. @param zones of the network, for groups that name none */
export function autoscaledGroups(
  { base, extra }: ClusterAutoscalerCompute,
  zones: readonly ZoneLetter[],
): Readonly<Record<string, NodeGroup>> {
  const { maxPerZone, zones: own = zones, ...rest } = extra;
  const always = Object.entries(base).map(([name, { nodes, ...group }]) => [
    name,
    { ...group, min: nodes, desired: nodes, max: nodes },
  ]);
  const more = own.map((zone) => [`${EXTRA}-${zone}`, { ...rest, zones: [zone], min: 0, desired: 0, max: maxPerZone }]);
  return Object.fromEntries([...always, ...more]) as Readonly<Record<string, NodeGroup>>;
}

/** What is wrong with its own settings; what is wrong with groups of nodes is said of these. */
export function checkExtraNodes({ base, extra }: ClusterAutoscalerCompute): readonly Problem[] {
  const { instanceTypes, maxPerZone } = extra;
  const taken = Object.keys(base).filter((name) => name.startsWith(`${EXTRA}-`));
  return [
    ...under("extra", checkInstanceTypes(instanceTypes)),
    ...under("extra", checkSameSize(instanceTypes)),
    ...(Number.isInteger(maxPerZone) && maxPerZone >= 1
      ? []
      : [{ path: "extra.maxPerZone", message: `${maxPerZone} is no number of nodes; use a whole number from 1.` }]),
    ...taken.map((path) => ({
      path: `base.${path}`,
      message: `groups that follow the pods are called "${EXTRA}-…"; give this one another name.`,
    })),
  ];
}

/** Sizes are told by what is behind the dot, and by the family's letter: `m` has 4 GiB for a processor, `c` 2, `r` 8. */
function checkSameSize(instanceTypes: readonly string[]): readonly Problem[] {
  const sizes = new Set(instanceTypes.map((type) => `${/^[a-z]+/.exec(type)?.[0] ?? ""}.${type.split(".")[1] ?? ""}`));
  return sizes.size <= 1
    ? []
    : [
        {
          path: "instanceTypes",
          message:
            `${instanceTypes.join(", ")} differ in size, and the autoscaler reckons with the first; name types of one ` +
            `family letter and size, such as "m5.large" and "m6i.large".`,
        },
      ];
}
