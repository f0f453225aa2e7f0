import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../engine/user-error";
import { ROOT } from "./folders";

/**
 * Only what runs on a machine of one's own is served here; everything else is plain Pulumi's.
 * @param command of Pulumi that does the same
 * @throws {UserError} with the line to use, for another stack than `local`
 */
export function refuseForeignStack(stack: string, command: "up" | "preview"): void {
  if (stack === "local") {
    return;
  }
  if (existsSync(join(ROOT, `Pulumi.${stack}.yaml`))) {
    throw new UserError(
      `stack ${stack} does not run on a cluster of your own. Use Pulumi itself: pulumi ${command} -s ${stack}`,
    );
  }
  throw new UserError(`there is no stack ${stack}; the one that runs here is local: npx thoughts ${command}`);
}
