import { existsSync } from "node:fs";
import { UserError } from "../engine/user-error";
import { stackFile } from "./folders";
import { upCommand } from "./up-command";

/**
 * Refuses every stack but `local`: those on AWS are brought up by Pulumi itself.
 * @throws {UserError} with the line to use, for another stack than `local`
 */
export function refuseOtherStack(stack: string): void {
  if (stack === "local") {
    return;
  }
  if (existsSync(stackFile(stack))) {
    throw new UserError(`stack ${stack} does not run on a cluster of your own. Use Pulumi itself: ${upCommand(stack)}`);
  }
  throw new UserError(`there is no stack ${stack}; the one that runs here is local: npm run up`);
}
