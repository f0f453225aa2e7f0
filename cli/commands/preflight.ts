import colors from "picocolors";
import { UserError } from "../../engine/user-error";
import { AWS_STACKS, type AwsStack, type BootstrapStack } from "../../stacks/names";
import { callerIn } from "../account/caller";
import { accountEnvironment } from "../account/environment";
import { readAccount } from "../bootstrap/account";
import { ROOT } from "../folders";
import { imagesOf } from "../images/stack-images";
import {
  callerProblems,
  imageProblems,
  instanceProblems,
  quotaProblems,
  secretProblems,
} from "../preflight/account-checks";
import { accountStackFindings } from "../preflight/account-stack";
import { awsCliProblems } from "../preflight/aws-cli";
import { accountPlaceholders, placeholdersOf } from "../preflight/placeholders";
import { type CostNote, costNote } from "../preflight/cost-note";
import { policyProblems } from "../preflight/policies";
import { type Check, type Findings, findingsOf, refuseAll, resultText } from "../preflight/preflight";
import { table } from "../table";
import { upCommand } from "../up-command";

export interface PreflightOptions {
  /** Before the first part of a first `up`, which makes the repositories of images and starts no pod. */
  readonly foundation?: boolean;
}

/**
 * `preflight`: says, changing nothing, all that would stop an `up`.
 * @param stack an environment on AWS, or the own stack of its account
 */
export async function preflight(
  stack: AwsStack | BootstrapStack,
  { foundation = false }: PreflightOptions,
): Promise<void> {
  const account = AWS_STACKS.find((name) => stack === `bootstrap-${name}`);
  if (account === undefined) {
    await preflightEnvironment(stack as AwsStack, foundation);
  } else {
    await preflightAccount(account, foundation);
  }
}

async function preflightEnvironment(stack: AwsStack, foundation: boolean): Promise<void> {
  const found = await environmentFindings(stack, foundation);
  const cost = costNote(stack);
  show(found, cost);
  if (cost.warning !== undefined) {
    console.log(`\n${colors.yellow(`The budget of ${stack} is too small: ${cost.warning}`)}`);
  }
  refuseAll(stack, found);
  console.log(`\nNothing speaks against it: ${upCommand(stack, foundation ? "foundation" : "all")}`);
}

async function environmentFindings(stack: AwsStack, foundation: boolean): Promise<Findings> {
  const environment = accountEnvironment(ROOT, stack);
  const images: Check = {
    title: "images",
    kind: "account",
    look: () => imageProblems(environment, imagesOf(stack)),
  };
  return findingsOf(
    [
      {
        title: "examples",
        kind: "machine",
        look: () => [...placeholdersOf(ROOT, stack), ...accountPlaceholders(ROOT, stack)],
      },
      { title: "AWS's command line", kind: "machine", look: () => awsCliProblems() },
      { title: "policies", kind: "machine", look: () => policyProblems(ROOT, stack) },
      { title: "who asks", kind: "account", look: (caller) => callerProblems(caller, environment) },
      { title: "secrets", kind: "account", look: () => secretProblems(environment) },
      ...(foundation ? [] : [images]),
      { title: "quotas", kind: "account", look: () => quotaProblems(environment) },
      { title: "machines", kind: "account", look: () => instanceProblems(environment) },
    ],
    await callerIn(environment.platform, "deploy"),
  );
}

async function preflightAccount(environment: AwsStack, foundation: boolean): Promise<void> {
  const stack: BootstrapStack = `bootstrap-${environment}`;
  if (foundation) {
    throw new UserError(
      `--foundation is for the first part of an environment, and ${stack} has no parts; leave it out, or name ` +
        `${AWS_STACKS.join(" or ")}.`,
    );
  }
  const found = await accountStackFindings(ROOT, environment, readAccount(ROOT, environment));
  show(found, costNote(stack));
  refuseAll(stack, found);
  console.log(`\nNothing speaks against it: npx thoughts bootstrap ${environment}`);
}

function show({ results }: Findings, { text }: CostNote): void {
  const lines = table([...results.map((result) => [result.title, resultText(result)]), ["cost", text]]);
  console.log(lines.map((line) => `  ${line}`).join("\n"));
}
