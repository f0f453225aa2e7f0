import { type Problem, under } from "../base/problems";
import { checkNodeGroup, type NodeGroup } from "./node-group";

/** Groups of nodes that EKS makes, drains and repairs, by name. */
export interface ManagedNodeGroupsCompute {
  readonly kind: "managedNodeGroups";
  readonly groups: Readonly<Record<string, NodeGroup>>;
}

/** What pods run on; another way to get nodes joins here as another kind. */
export type Compute = ManagedNodeGroupsCompute;

/** A name that EKS takes, with room for what the provider adds to it. */
const GROUP_NAME = /^[a-z][a-z0-9-]{0,19}$/;

export function checkCompute({ groups }: Compute): readonly Problem[] {
  const names = Object.keys(groups);
  const none = names.length === 0 ? [{ path: "groups", message: "there is none, so no pod could run; add one." }] : [];
  const misnamed = names
    .filter((name) => !GROUP_NAME.test(name))
    .map((name) => ({
      path: `groups.${name}`,
      message: `"${name}" is no name of a group; use at most 20 lower-case letters, digits and "-", a letter first.`,
    }));
  const wrong = Object.entries(groups).flatMap(([name, group]) => under(`groups.${name}`, checkNodeGroup(group)));
  return [...none, ...misnamed, ...wrong];
}
