import type { AwsStack } from "../../stacks/names";
import { demandEnvironment } from "../bootstrap/account-engine";
import { withEnvironmentStack } from "../bootstrap/environment-stack";
import type { ReportArgs } from "../report/build";
import { required, runSteps, type Step } from "../steps";
import { checkProgram } from "../type-check";
import { type Previewed, previewed, previewedText } from "./previewed";

/**
 * What this working tree would change in an environment on AWS, by the state that its last run wrote: nothing is changed, and no
 * lock is taken. The role `preview` is enough. What somebody has changed past the program is `drift`.
 * @throws {UserError} before anything is asked, if the settings are still examples or the caller is of another account
 */
export async function previewDeployed(stack: AwsStack): Promise<ReportArgs> {
  const platform = await demandEnvironment(stack);
  const checked = checkProgram();
  let found: Previewed | undefined;
  const preview: Step = {
    title: `Preview ${stack}, as deployed`,
    run: (say) =>
      withEnvironmentStack({ stack, platform, purpose: "preview", say }, async (environment, log) => {
        found = await previewed(async () => {
          await checked;
          return environment.run("preview", { say, log });
        });
        return `Preview ${stack}: ${previewedText(found)}`;
      }),
  };
  await runSteps([preview]);
  return {
    stack,
    base: `what its last run on AWS left, in account ${platform.account}`,
    ...required(found),
    unknown: [
      `what somebody has changed past the program (npx thoughts drift ${stack})`,
      `what it costs (npx thoughts cost ${stack})`,
    ],
  };
}
