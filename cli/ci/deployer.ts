import { accessRoleArn } from "../../infra/account/names";
import type { AwsStack } from "../../stacks/names";

/** What a job needs to take the role that deploys an environment. */
export interface Deployer {
  /** The role's ARN. */
  readonly role: string;
  readonly region: string;
}

/** Of an environment: its account's own stack makes the role (infra/bootstrap/), and lets jobs for GitHub's environment of that name take it. */
export function deployerOf(
  environment: AwsStack,
  { account, region }: { readonly account: string; readonly region: string },
): Deployer {
  return { role: accessRoleArn({ environment, account }, "deploy"), region };
}
