import { type Problem, under } from "../base/problems";
import type { ZoneLetter } from "../network/subnet-plan";
import { checkNodeScaling, type NodeScaling } from "./node-scaling";

/** Nodes of one kind, and how many. */
export interface NodeGroup {
  /** EC2 instance types; the more there are, the more rarely spot capacity runs out. */
  readonly instanceTypes: readonly [string, ...string[]];
  readonly min: number;
  /** How many there are at first; later, whatever scales the group says it. */
  readonly desired: number;
  readonly max: number;
  /** Where they are, of the network's zones; EKS spreads them evenly. @default - all of the network's */
  readonly zones?: readonly ZoneLetter[];
  /** `spot` costs some third of `onDemand`, and AWS takes nodes back at two minutes' notice. @default "onDemand" */
  readonly capacity?: "onDemand" | "spot";
  /** What changes how many there are. @default - nothing that is made here */
  readonly scaling?: NodeScaling;
}

const INSTANCE_TYPE = /^[a-z]+\d+(?<traits>[a-z-]*)\.[a-z0-9-]+$/;

/** What processors instances have: AWS's own are told by a `g` behind the generation, as in `m7g.large`. */
export function architectureOf(instanceType: string): "x86_64" | "arm64" {
  return INSTANCE_TYPE.exec(instanceType)?.groups?.traits?.startsWith("g") === true ? "arm64" : "x86_64";
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
export function checkNodeGroup(group: NodeGroup): readonly Problem[] {
  return [
    ...checkInstanceTypes(group.instanceTypes),
    ...checkSizes(group),
    ...under("scaling", checkNodeScaling(group.scaling ?? {}, group)),
  ];
}

export function checkInstanceTypes(instanceTypes: readonly string[]): readonly Problem[] {
  const path = "instanceTypes";
  const problems: Problem[] = instanceTypes
    .filter((type) => !INSTANCE_TYPE.test(type))
    .map((type) => ({ path, message: `"${type}" is no EC2 instance type; use one such as "m5.large".` }));
  if (instanceTypes.length === 0) {
    problems.push({ path, message: `there is none; use one such as "m5.large".` });
  }
  if (new Set(instanceTypes.map(architectureOf)).size > 1) {
    problems.push({
      path,
      message: `${instanceTypes.join(", ")} have different processors, so no image fits all; make a group for each.`,
    });
  }
  return problems;
}

function checkSizes({ min, desired, max }: NodeGroup): readonly Problem[] {
  const problems: Problem[] = Object.entries({ min, desired, max })
    .filter(([, size]) => !Number.isInteger(size) || size < 1)
    .map(([path, size]) => ({ path, message: `${size} is no number of nodes; use a whole number from 1.` }));
  if (desired < min || desired > max) {
    problems.push({
      path: "desired",
      message: `${desired} nodes are not between min ${min} and max ${max}; change min or max with it.`,
    });
  }
  return problems;
}
