import { type Problem, under } from "../base/problems";
import type { ZoneLetter } from "../network/subnet-plan";
import { autoscaledGroups, checkExtraNodes, type ClusterAutoscalerCompute } from "./autoscaled-nodes";
import { checkNodeGroup, type NodeGroup } from "./node-group";

/** Groups of nodes that EKS makes, drains and repairs, by name. How many there are is said here: fixed, by time, or by CPU. */
export interface ManagedNodeGroupsCompute {
  readonly kind: "managedNodeGroups";
  readonly groups: Readonly<Record<string, NodeGroup>>;
}

/** What pods run on, and who says how many nodes there are (docs/decisions/0036-nodes-follow-pods.md). */
export type Compute = ManagedNodeGroupsCompute | ClusterAutoscalerCompute;

/** The groups of nodes that EKS makes, by name. @param zones of the network */
export function nodeGroupsOf(compute: Compute, zones: readonly ZoneLetter[]): Readonly<Record<string, NodeGroup>> {
  switch (compute.kind) {
    case "managedNodeGroups":
      return compute.groups;
    case "clusterAutoscaler":
      return autoscaledGroups(compute, zones);
    default:
      return compute satisfies never;
  }
}

/** A name that EKS takes, with room for what the provider adds to it. */
const GROUP_NAME = /^[a-z][a-z0-9-]{0,19}$/;

/** @param zones of the network that they stand in */
export function checkCompute(compute: Compute, zones: readonly ZoneLetter[]): readonly Problem[] {
  if (compute.kind === "managedNodeGroups") {
    return checkGroups(compute.groups, zones);
  }
  const { base, extra } = compute;
  const own = checkExtraNodes(compute);
  if (own.length > 0) {
    return own;
  }
  const groups = autoscaledGroups(compute, zones);
  const always = Object.fromEntries(Object.entries(groups).filter(([name]) => name in base));
  const problems = checkGroups(always, zones).map(({ path, message }) => ({
    path: path.replace(/^groups/, "base").replace(/\.(min|desired|max)$/, ".nodes"),
    message,
  }));
  const ownZones = extra.zones ?? zones;
  if (zones.length > 0 && (ownZones.length === 0 || new Set(ownZones).size < ownZones.length)) {
    return [noZones("extra.zones", ownZones, zones)];
  }
  const followers = checkZones(groups, zones);
  const left = followers.filter(({ path }) => path.startsWith("groups.extra-"));
  return [
    ...problems.filter(({ path }, index) => problems.findIndex((one) => one.path === path) === index),
    ...left.slice(0, 1).map(({ message }) => ({ path: "extra.zones", message })),
  ];
}

function noZones(path: string, given: readonly ZoneLetter[], zones: readonly ZoneLetter[]): Problem {
  return {
    path,
    message: `${JSON.stringify(given)} are no zones for nodes; use some of ${zones.join(", ")}, each once.`,
  };
}

type Groups = ManagedNodeGroupsCompute["groups"];

function checkGroups(groups: Groups, zones: readonly ZoneLetter[]): readonly Problem[] {
  const names = Object.keys(groups);
  const none = names.length === 0 ? [{ path: "groups", message: "there is none, so no pod could run; add one." }] : [];
  const misnamed = names
    .filter((name) => !GROUP_NAME.test(name))
    .map((name) => ({
      path: `groups.${name}`,
      message: `"${name}" is no name of a group; use at most 20 lower-case letters, digits and "-", a letter first.`,
    }));
  const wrong = Object.entries(groups).flatMap(([name, group]) => under(`groups.${name}`, checkNodeGroup(group)));
  return [...none, ...misnamed, ...wrong, ...checkZones(groups, zones)];
}

/**
 * A disk is in one zone, and so is the pod that has it, for ever: where one may come to be, some group always has a node.
 * Each zone of a group has one while there are as many nodes as zones, because an Auto Scaling group spreads them evenly,
 * also when it takes some away or replaces them.
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/cas.html (EBS volumes)
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html#AutoScalingBehavior.InstanceUsage
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
function checkZones(groups: Groups, zones: readonly ZoneLetter[]): readonly Problem[] {
  if (zones.length === 0) {
    // The network itself is wrong, and says so.
    return [];
  }
  const placed = Object.entries(groups).map(([name, group]) => ({ name, ...group, zones: group.zones ?? zones }));
  const kept = placed.filter(({ min, zones: own }) => min >= own.length).flatMap(({ zones: own }) => own);
  return placed.flatMap(({ name, min, zones: own }) => {
    const unknown = own.filter((zone) => !zones.includes(zone));
    const left = own.filter((zone) => !kept.includes(zone));
    const path = `groups.${name}.zones`;
    if (own.length === 0 || unknown.length > 0 || new Set(own).size < own.length) {
      return [noZones(path, own, zones)];
    }
    return left.length === 0
      ? []
      : [
          {
            path,
            message:
              `the nodes may be as few as ${min}, over ${own.length} zones (${own.join(", ")}), and a pod whose disk is in a ` +
              `zone without a node does not start. Name no more zones than nodes, such as ` +
              `${JSON.stringify(own.slice(0, min))}, or raise min to ${own.length}.`,
          },
        ];
  });
}
