import { Command } from "commander";
import type { CheckOptions } from "./check";

/** `upgrade`: what speaks against another version of Kubernetes, before it is brought in (docs/upgrades.md). */
export function upgrade(): Command {
  const command = new Command("upgrade").description("look before another version of Kubernetes");
  command
    .command("check")
    .description("ask a cluster, changing nothing, whether it is ready for the next minor version")
    .option("--to <version>", "the minor version to go to, such as 1.36 (default: the next one)")
    .option("--context <name>", "a context of your kubeconfig (default: the cluster that this clone is up in)")
    .option("--kubeconfig <file>", "where that context is (default: ~/.kube/config)")
    .action(async (options: CheckOptions) => (await import("./check.js")).check(options));
  return command;
}
