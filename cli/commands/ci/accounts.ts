import { UserError } from "../../../engine/user-error";
import { AWS_STACKS } from "../../../stacks/names";
import { accountEnvironment } from "../../account/environment";
import { deployerOf } from "../../ci/deployer";
import { stepOutput } from "../../ci/step-output";
import { ROOT } from "../../folders";
import { demandOwnAccount } from "../../preflight/placeholders";

/**
 * `ci accounts`: tells later steps of a workflow the role that deploys each environment, and its region. Nothing of an environment
 * whose files still have the repository's examples: it has no account.
 */
export function accounts(): void {
  for (const stack of AWS_STACKS) {
    try {
      demandOwnAccount(ROOT, stack);
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      console.log(`${stack} is deployed by nobody: ${error.message.split("\n")[0] ?? ""}`);
      stepOutput(stack, "");
      continue;
    }
    const deployer = deployerOf(stack, accountEnvironment(ROOT, stack).platform);
    console.log(`${stack} is deployed by ${deployer.role}`);
    stepOutput(stack, JSON.stringify(deployer));
  }
}
