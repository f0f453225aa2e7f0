import type { Kind } from "../kind";
import { securityGroup, securityGroupRule } from "./ec2";
import { repository } from "./ecr";
import { addon, cluster, nodeGroup } from "./eks";
import { role, rolePolicyAttachment } from "./iam";

const KINDS: ReadonlyMap<string, Kind> = new Map(
  [repository, role, rolePolicyAttachment, securityGroup, securityGroupRule, cluster, nodeGroup, addon].map((kind) => [
    kind.type,
    kind,
  ]),
);

/** @throws {Error} that names a type that the stand-in does not know */
export function kindOf(type: string): Kind {
  const kind = KINDS.get(type);
  if (kind === undefined) {
    throw new Error(
      `${type} is not known to the stand-in for AWS, so it can't be rehearsed; it knows ${[...KINDS.keys()].join(", ")}. ` +
        "Add it under sandbox/providers/aws/kinds/.",
    );
  }
  return kind;
}
