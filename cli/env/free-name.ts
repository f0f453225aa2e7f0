import { hasState } from "../../engine/pulumi/state";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import { ENGINE } from "../folders";
import { kubectlOf } from "../kubectl";
import type { Platform } from "../platform";

/**
 * Demands that a new demo takes nobody's namespace: one that is there and not in a state of this clone is of somebody else.
 * @returns what to show
 * @throws {UserError} if it is taken, with its owner if it says one
 */
export async function demandFree(tools: Tools, platform: Platform, name: string): Promise<string> {
  if (hasState(ENGINE, name)) {
    return `Name: ${name} is of this clone`;
  }
  const found = await kubectlOf(tools, platform)("get", "namespace", name, "--ignore-not-found", "-o", "json");
  if (found !== "") {
    const { labels = {} } = (JSON.parse(found) as { metadata: { labels?: Record<string, string> } }).metadata;
    const whose = labels.owner === undefined ? "and says of no owner" : `and is ${labels.owner}'s`;
    throw new UserError(
      `the name ${name} is taken: a namespace of that name is in the cluster, was not made by this clone, ${whose}. ` +
        "Use another name.",
    );
  }
  return `Name: ${name} is free`;
}
