import type { Problem } from "../../components/base/problems";
import { updatesOf } from "../account/updates";
import { previewCommand } from "../up-command";

/**
 * Plain Pulumi checks policies only where its command line names them, and says nothing where it does not. The stack's own
 * history says how its last `up` was made.
 * @param folder of the project
 * @param variables @default - this process's own
 * @returns nothing where there is no stack yet, or nobody is logged in to where it is
 */
export function policyProblems(folder: string, stack: string, variables = process.env): readonly Problem[] {
  const last = updatesOf(folder, stack, variables)?.find(({ kind }) => kind === "update");
  if (last === undefined || "pulumi.flag.policy-pack" in last.environment) {
    return [];
  }
  const message =
    `the last up, of ${last.startTime}, ran without policies: what they refuse may be there. See it, then bring it up ` +
    `with them: ${previewCommand(stack)}.`;
  return [{ path: "policies", message }];
}
