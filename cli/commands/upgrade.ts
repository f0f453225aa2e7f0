import { homedir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { UserError } from "../../sandbox/user-error";
import { isUp } from "../folders";
import { readPlatform } from "../platform";
import { checkUpgrade } from "../upgrade/check";
import type { Place } from "../upgrade/connection";

interface CheckOptions {
  readonly to?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** `upgrade`: what speaks against another version of Kubernetes, before it is brought in (docs/upgrades.md). */
export function upgrade(): Command {
  const command = new Command("upgrade").description("look before another version of Kubernetes");
  command
    .command("check")
    .description("ask a cluster, changing nothing, whether it is ready for the next minor version")
    .option("--to <version>", "the minor version to go to, such as 1.36 (default: the next one)")
    .option("--context <name>", "a context of your kubeconfig (default: the cluster that this clone is up in)")
    .option("--kubeconfig <file>", "where that context is (default: ~/.kube/config)")
    .action(check);
  return command;
}

async function check(options: CheckOptions): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const { text, passed } = await checkUpgrade(placeOf(options), options.to, today);
  console.log(text);
  process.exitCode = passed ? 0 : 1;
}

/** @throws {UserError} if the options name no cluster, and nothing is up here */
function placeOf({ kubeconfig, context }: CheckOptions): Place {
  if (context !== undefined) {
    return { kubeconfig: kubeconfig ?? join(homedir(), ".kube", "config"), context };
  }
  if (kubeconfig !== undefined) {
    throw new UserError(`--kubeconfig needs --context NAME, so that no other cluster of that file is asked.`);
  }
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    throw new UserError(
      `Nothing is up in this clone. Name the cluster to ask: npx thoughts upgrade check --context NAME [--kubeconfig FILE]`,
    );
  }
  return platform;
}
