import { UserError } from "../../../engine/user-error";
import type { AwsStack } from "../../../stacks/names";
import { repositoryOf } from "../../ci/github";

/** `ci approval`: ends with 1 unless GitHub demands an approval of what is deployed to an environment. */
export async function approval(stack: AwsStack): Promise<void> {
  const repository = repositoryOf(process.env);
  if (typeof repository === "string") {
    throw new UserError(`no repository can be asked: ${repository}.`);
  }
  const { demandApproval } = await import("../../ci/repository-rules.js");
  await demandApproval(repository, stack);
  console.log(`What is deployed to ${stack} has to be approved.`);
}
