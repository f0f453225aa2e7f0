import { type Amount, between, exactly } from "../amount";
import { HOURS } from "../assumptions";
import { type Graph, listAt, numberAt, textAt } from "../graph";
import type { Resource } from "../line";
import { averageOf } from "../schedules";
import type { Pricer } from "./kind";

export const CLUSTER = "aws:eks/cluster:Cluster";
export const CLUSTER_COMPONENT = "eks:index:Cluster";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const SCHEDULE = "aws:autoscaling/schedule:Schedule";
const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** A disk's size where nobody gives one. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const USUAL_GIB = 20;

/** A version whose standard support is over costs more, unless the cluster is set to be upgraded by AWS then. */
export const controlPlane: Pricer = ({ inputs }) => {
  const standard = textAt(inputs, "upgradePolicy", "supportType") === "STANDARD";
  return [
    {
      what: standard ? "control plane" : "control plane, in standard to extended support",
      kind: "fixed",
      quantity: exactly(HOURS),
      price: standard ? "eks/cluster" : "eks/cluster-in-extended-support",
      ...(!standard && { lowestPrice: "eks/cluster" }),
    },
  ];
};

/** The official component makes the cluster: once the engine has told of that, it counts alone. */
export const clusterComponent: Pricer = (resource, graph) => (graph.has(CLUSTER) ? [] : controlPlane(resource, graph));

export const nodeGroup: Pricer = (group, graph) => {
  const types = listAt(group.inputs, "instanceTypes").map(String);
  const [first] = types;
  if (first === undefined || types.length > 1) {
    return `it has ${types.length} instance types (${types.join(", ")}); the price of a group is known for one`;
  }
  const nodes = nodesOf(group, graph);
  if (typeof nodes === "string") {
    return nodes;
  }
  const spot = textAt(group.inputs, "capacityType") === "SPOT";
  const gib = diskOf(group, graph);
  const count = countText(nodes);
  return [
    {
      what: `${first}${spot ? ", spot to on-demand" : ""}: ${count}`,
      kind: "fixed",
      quantity: between(nodes.lowest * HOURS, nodes.highest * HOURS),
      price: `ec2/${first}`,
      ...(spot && { lowestPrice: `ec2-spot/${first}` }),
    },
    {
      what: `disks of nodes, ${gib} GiB each`,
      kind: "fixed",
      quantity: between(nodes.lowest * gib, nodes.highest * gib),
      price: "ebs/gp3",
    },
  ];
};

/** Those that schedules leave, or the fewest there may be; and the most there may be. */
function nodesOf(group: Resource, graph: Graph): Amount | string {
  const [min, max] = [
    numberAt(group.inputs, "scalingConfig", "minSize"),
    numberAt(group.inputs, "scalingConfig", "maxSize"),
  ];
  if (min === undefined || max === undefined) {
    return "its scalingConfig has no minSize or no maxSize, so nobody knows how many nodes there are";
  }
  const schedules = graph.all(SCHEDULE).filter((schedule) => graph.ownerOf(schedule, NODE_GROUP) === group);
  const average = averageOf(
    schedules.map(({ inputs }) => ({
      recurrence: textAt(inputs, "recurrence"),
      desired: numberAt(inputs, "desiredCapacity") ?? min,
    })),
  );
  return between(Math.max(min, average ?? min), max);
}

function diskOf(group: Resource, graph: Graph): number {
  const template = graph.all(LAUNCH_TEMPLATE).find((one) => graph.ownerOf(one, NODE_GROUP) === group);
  const sizes = listAt(template?.inputs, "blockDeviceMappings").map((disk) => numberAt(disk, "ebs", "volumeSize") ?? 0);
  return sizes.length > 0
    ? sizes.reduce((one, other) => one + other, 0)
    : (numberAt(group.inputs, "diskSize") ?? USUAL_GIB);
}

function countText({ lowest, highest }: Amount): string {
  const low = Number(lowest.toFixed(2));
  return low === highest ? `${highest} nodes` : `${low} to ${highest} nodes on average`;
}

/** It costs nothing itself, but decides on nodes: without a group that it is of, the number of these is not known. */
export const schedule: Pricer = (resource, graph) =>
  graph.ownerOf(resource, NODE_GROUP) === undefined
    ? "it changes the number of machines, and no node group here has the name that its own starts with"
    : [];
