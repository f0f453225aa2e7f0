import colors from "picocolors";
import type { Problem } from "../../components/base/problems";
import { UserError } from "../../engine/user-error";
import type { AwsStack } from "../../stacks/names";
import { type AwsCaller, whoAsks } from "../account/caller";
import { type AccountEnvironment, accountEnvironment } from "../account/environment";
import { ROOT } from "../folders";
import { imagesOf } from "../images/stack-images";
import {
  callerProblems,
  imageProblems,
  instanceProblems,
  quotaProblems,
  secretProblems,
} from "../preflight/account-checks";
import { awsCliProblems } from "../preflight/aws-cli";
import { accountPlaceholders, placeholdersOf } from "../preflight/placeholders";
import { costNote } from "../preflight/cost-note";
import { policyProblems } from "../preflight/policies";
import { type Check, refuseAll, results, resultText } from "../preflight/preflight";
import { table } from "../table";
import { upCommand } from "../up-command";

export interface PreflightOptions {
  /** Before the first part of a first `up`, which makes the repositories of images and starts no pod. */
  readonly foundation?: boolean;
}

/** `preflight`: says, changing nothing, all that would stop an `up` of an environment. */
export async function preflight(stack: AwsStack, { foundation = false }: PreflightOptions): Promise<void> {
  const environment = accountEnvironment(ROOT, stack);
  const asked = await answer(environment.platform);
  const caller = typeof asked === "string" ? undefined : asked;
  const account = (title: string, look: (caller: AwsCaller) => Promise<readonly Problem[]>): Check => ({
    title,
    asks: true,
    look: () => (caller === undefined ? Promise.resolve([]) : look(caller)),
  });
  const checks: readonly Check[] = [
    {
      title: "examples",
      asks: false,
      look: () => Promise.resolve([...placeholdersOf(ROOT, stack), ...accountPlaceholders(ROOT, stack)]),
    },
    { title: "AWS's command line", asks: false, look: () => Promise.resolve(awsCliProblems()) },
    { title: "policies", asks: false, look: () => Promise.resolve(policyProblems(ROOT, stack)) },
    account("who asks", (one) => callerProblems(one, environment)),
    account("secrets", () => secretProblems(environment)),
    ...(foundation ? [] : [account("images", () => imageProblems(environment, imagesOf(stack)))]),
    account("quotas", () => quotaProblems(environment)),
    account("machines", () => instanceProblems(environment)),
  ];
  const refusal = typeof asked === "string" ? asked : undefined;
  const found = await results(checks, refusal);
  const cost = costNote(stack);
  console.log(
    table([...found.map((result) => [result.title, resultText(result)]), ["cost", cost.text]])
      .map((line) => `  ${line}`)
      .join("\n"),
  );
  if (cost.warning !== undefined) {
    console.log(`\n${colors.yellow(`The budget of ${stack} is too small: ${cost.warning}`)}`);
  }
  refuseAll(`stack ${stack}`, found, refusal);
  console.log(`\nNothing speaks against it: ${upCommand(stack, foundation ? "foundation" : "all")}`);
}

/** Who asks, or why the account is not asked: no other one is. */
async function answer({ account, region }: AccountEnvironment["platform"]): Promise<AwsCaller | string> {
  try {
    const caller = await whoAsks(region);
    return caller.account === account
      ? caller
      : `you are ${caller.arn}, in account ${caller.account}, and thoughts:account is ${account}; take a role of that ` +
          `account (docs/iam.md#take-a-role), or correct the setting.`;
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}
