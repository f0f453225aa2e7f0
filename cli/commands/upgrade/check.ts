import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../engine/user-error";
import type { ClusterContext } from "../../cluster-context";
import { isUp } from "../../folders";
import { readPlatform } from "../../platform";
import { today } from "../../today";
import { kubectlFor } from "../../tools";
import { checkUpgrade } from "../../upgrade/check";

export interface CheckOptions {
  readonly to?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** `upgrade check`: asks a cluster whether it is ready for another minor version. Changes nothing there. */
export async function check(options: CheckOptions): Promise<void> {
  const cluster = clusterOf(options);
  console.log(`Asking the cluster of context ${cluster.context} …`);
  const { text, passed } = await checkUpgrade(await kubectlFor(console.error), cluster, options.to, today());
  console.log(text);
  process.exitCode = passed ? 0 : 1;
}

/** @throws {UserError} if the options name no cluster, and nothing is up here */
function clusterOf({ kubeconfig, context }: CheckOptions): ClusterContext {
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
