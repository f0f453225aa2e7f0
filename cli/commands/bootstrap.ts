import { join } from "node:path";
import { withLock } from "../../engine/process/lock";
import { UserError } from "../../engine/user-error";
import type { AwsStack } from "../../stacks/names";
import type { BootstrapSettings } from "../../stacks/settings";
import { agreed, canAsk } from "../agreement";
import { stateBackendOf, readAccount } from "../bootstrap/account";
import { AccountStack } from "../bootstrap/account-stack";
import { nextText } from "../bootstrap/next";
import { changeText } from "../changes/change-text";
import { BOOTSTRAPS, removeEmptyFolders, ROOT } from "../folders";
import { accountStackFindings } from "../preflight/account-stack";
import { refuseAll } from "../preflight/preflight";
import { runSteps, type Step } from "../steps";
import { engineToolFor } from "../tools";
import { checkProgram } from "../type-check";

export interface BootstrapOptions {
  /** Change the account without being asked. */
  readonly yes?: boolean;
}

/** `bootstrap`: the account of an environment made ready for it, and the state of that in the account's own bucket. */
export async function bootstrap(environment: AwsStack, { yes = false }: BootstrapOptions): Promise<void> {
  const settings = readAccount(ROOT, environment);
  if (!yes && !canAsk()) {
    throw new UserError(
      `bootstrap asks before it changes account ${settings.account}, and nobody is here to answer; say yes with --yes.`,
    );
  }
  await runSteps([preflight(environment, settings)]);
  const folder = join(BOOTSTRAPS, environment);
  const backend = stateBackendOf(environment, settings);
  const account = new AccountStack({
    root: ROOT,
    folder,
    environment,
    backend,
    tool: engineToolFor,
    plugins: { aws: { kind: "fetched" }, eks: { kind: "fetched" }, kubernetes: { kind: "fetched" } },
  });
  const work = async () => {
    await checkProgram();
    if (await brought(account, settings, yes)) {
      console.log(`\n${nextText({ environment, settings, backend, outputs: await account.outputs() })}`);
    } else {
      console.log("Nothing was changed.");
    }
    await account.leave();
  };
  try {
    await withLock(`${folder}.lock`, work, {
      onWait: (pid) => console.log(`process ${pid} works on the account of ${environment}; waiting until it has ended`),
    });
  } finally {
    removeEmptyFolders();
  }
}

/** Refuses what would fail later, before anything is made. */
function preflight(environment: AwsStack, settings: BootstrapSettings): Step {
  return {
    title: "Preflight",
    run: async () => {
      refuseAll(`bootstrap-${environment}`, await accountStackFindings(ROOT, environment, settings));
      return "Preflight: nothing speaks against it";
    },
  };
}

/** @returns whether it was agreed to */
async function brought(account: AccountStack, settings: BootstrapSettings, yes: boolean): Promise<boolean> {
  await runSteps(account.prepare());
  const { changes } = account;
  if (changes.length > 0) {
    console.log(`\n${changes.map(changeText).join("\n")}\n`);
    if (!yes && !(await agreed(`Do this in account ${settings.account}`))) {
      return false;
    }
  }
  await runSteps(account.finish());
  return true;
}
