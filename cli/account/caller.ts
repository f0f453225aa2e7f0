import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AwsPlatform } from "../../infra/platform";
import { UserError } from "../../engine/user-error";
import { askedAws, clientSettings } from "./client";

/** Who asks AWS. */
export interface AwsCaller {
  readonly account: string;
  /** As AWS says it, such as `arn:aws:sts::…:assumed-role/thoughts-staging-deploy/anna`. */
  readonly arn: string;
  /** The name of the role that was taken. @default - undefined: a user */
  readonly role?: string;
}

/** @throws {UserError} without credentials that AWS knows */
export async function whoAsks(region: string): Promise<AwsCaller> {
  const sts = new STSClient(clientSettings(region));
  const { Account = "", Arn = "" } = await askedAws("asking AWS who you are", () =>
    sts.send(new GetCallerIdentityCommand({})),
  );
  return callerOf(Account, Arn);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function callerOf(account: string, arn: string): AwsCaller {
  const [, role] = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return { account, arn, ...(role !== undefined && { role }) };
}

/**
 * Demands that what is to be changed is changed in the environment's own account.
 * @throws {UserError} naming both accounts
 */
export async function demandAccount({ account, region }: Pick<AwsPlatform, "account" | "region">): Promise<AwsCaller> {
  const caller = await whoAsks(region);
  if (caller.account !== account) {
    throw new UserError(
      `you are ${caller.arn}, in account ${caller.account}, and thoughts:account is ${account}; ` +
        `take a role of that account (docs/iam.md#take-a-role), or correct the setting. Nothing was changed.`,
    );
  }
  return caller;
}
