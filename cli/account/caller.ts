import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AwsPlatform } from "../../infra/platform";
import { UserError } from "../../engine/user-error";
import { askedAws, clientSettings, type Login } from "./client";

/** Who asks AWS. */
export interface AwsCaller {
  readonly account: string;
  /** As AWS says it, such as `arn:aws:sts::…:assumed-role/thoughts-staging-deploy/anna`. */
  readonly arn: string;
  /** The name of the role that was taken. @default - undefined: a user */
  readonly role?: string;
}

/** The account that is to be asked. */
type Asked = Pick<AwsPlatform, "account" | "region">;

/** How people get into an account. */
const WAY: Readonly<Record<Login, string>> = {
  deploy: "take a role of that account (docs/iam.md#take-a-role)",
  administrator: "log in as the administrator of that account",
};

/** @throws {UserError} without credentials that AWS knows */
async function whoAsks(region: string, login: Login): Promise<AwsCaller> {
  const sts = new STSClient(clientSettings(region));
  const ask = () => sts.send(new GetCallerIdentityCommand({}));
  const { Account = "", Arn = "" } = await askedAws("asking AWS who you are", ask, login);
  return callerOf(Account, Arn);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function callerOf(account: string, arn: string): AwsCaller {
  const [, role] = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return { account, arn, ...(role !== undefined && { role }) };
}

/** @returns what to tell a caller of another account. @default - undefined: it is this one */
function strayed(caller: AwsCaller, { account }: Asked, login: Login): string | undefined {
  return caller.account === account
    ? undefined
    : `you are ${caller.arn}, in account ${caller.account}, and thoughts:account is ${account}; ${WAY[login]}, ` +
        `or correct the setting.`;
}

/**
 * Who asks an account, or why it is not asked: no other one is.
 * @param login as whom people are to ask it
 */
export async function callerIn(asked: Asked, login: Login): Promise<AwsCaller | string> {
  try {
    const caller = await whoAsks(asked.region, login);
    return strayed(caller, asked, login) ?? caller;
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}

/**
 * Demands that what is to be changed is changed in the environment's own account.
 * @throws {UserError} without credentials that AWS knows, or naming both accounts
 */
export async function demandAccount(asked: Asked): Promise<AwsCaller> {
  const caller = await whoAsks(asked.region, "deploy");
  const why = strayed(caller, asked, "deploy");
  if (why !== undefined) {
    throw new UserError(`${why} Nothing was changed.`);
  }
  return caller;
}
