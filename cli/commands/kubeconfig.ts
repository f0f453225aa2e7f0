import { UserError } from "../../engine/user-error";
import { isUp } from "../folders";
import { readPlatform } from "../platform";

/** `kubeconfig`: a line for a shell, after which every Kubernetes client in it knows the cluster of this clone, and no other. */
export function kubeconfig(): void {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    throw new UserError("nothing is up in this clone, so there is no cluster to know; first: npm run up");
  }
  if (platform.nodes === "own") {
    throw new UserError(
      `this clone is up in a cluster of your own: context ${platform.context} of ${platform.kubeconfig}, beside which there ` +
        "may be others. For this one alone: npx thoughts kubectl",
    );
  }
  console.log(`export KUBECONFIG='${platform.kubeconfig.replaceAll("'", `'\\''`)}'`);
}
