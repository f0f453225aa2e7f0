import * as aws from "@pulumi/aws";
import type { Environment } from "./environment";
import { OWNER, SYSTEM } from "./system";

/** The provider of the environment's AWS account. @default - undefined without a cloud */
export type AwsAccount = aws.Provider | undefined;

/** The provider refuses to work in any other account, whatever credentials it finds, and tags all that it makes. */
export function openAwsAccount({ name, cloud }: Environment): AwsAccount {
  switch (cloud.kind) {
    case "none":
      return undefined;
    case "aws":
      return new aws.Provider("aws", {
        region: cloud.region,
        allowedAccountIds: [cloud.account],
        defaultTags: { tags: { environment: name, system: SYSTEM, owner: OWNER } },
      });
    default:
      return cloud satisfies never;
  }
}

/** @param what needs the account; `checkEnvironment` refuses it without the cloud "aws" */
export function demandAws(account: AwsAccount, what: string): aws.Provider {
  if (account === undefined) {
    throw new Error(`"${what}" needs the cloud "aws"; checkEnvironment refuses this.`);
  }
  return account;
}
