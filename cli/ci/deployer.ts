import { accessRoleArn } from "../../infra/account/names";
import type { AwsStack } from "../../stacks/names";

/** What a job needs to take a role of an environment. */
export interface Deployer {
  /** The ARN of the role that deploys. */
  readonly role: string;
  /** The ARN of the role that only looks; workflows of `main` may take it. */
  readonly previewRole: string;
  readonly region: string;
}

/** Of an environment: its account's own stack makes the role (infra/bootstrap/), and lets jobs for GitHub's environment of that name take it. */
export function deployerOf(
  environment: AwsStack,
  { account, region }: { readonly account: string; readonly region: string },
): Deployer {
  const arn = (purpose: "deploy" | "preview") => accessRoleArn({ environment, account }, purpose);
  return { role: arn("deploy"), previewRole: arn("preview"), region };
}
