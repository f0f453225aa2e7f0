import type { AwsStack } from "../../../stacks/names";
import { demandRepository } from "../../ci/github";

/** `ci approval`: ends with 1 unless GitHub demands an approval of what is deployed to an environment. */
export async function approval(stack: AwsStack): Promise<void> {
  const repository = demandRepository(process.env);
  const { demandApproval } = await import("../../ci/repository-rules.js");
  await demandApproval(repository, stack);
  console.log(`What is deployed to ${stack} has to be approved.`);
}
