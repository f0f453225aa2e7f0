import { RunFailed } from "../../engine/pulumi/run";
import type { Tools } from "../../engine/toolchain/tool";
import { kubectlOf } from "../kubectl";
import type { Platform } from "../platform";
import { conflictRemedies } from "./field-conflicts";
import { passphraseRemedies } from "./lost-passphrase";
import { unreachableRemedies } from "./unreachable";
import { whyWorkloadsFailed } from "./workloads";

/**
 * Runs the engine.
 * @param stack `local`, or a demo in its cluster
 * @throws {RunFailed} as the run does, with the reasons from the cluster and the remedies added
 */
export async function explained<T>(
  tools: Tools,
  platform: Platform,
  run: () => Promise<T>,
  stack = "local",
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof RunFailed)) {
      throw error;
    }
    const reasons = await whyWorkloadsFailed(error.objects, (namespace) => kubectlOf(tools, platform, namespace));
    throw new RunFailed(
      [
        error.message,
        ...reasons,
        ...conflictRemedies(error.message, stack),
        ...unreachableRemedies(error.message, platform.context),
        ...passphraseRemedies(error.message),
      ].join("\n"),
      error.objects,
      error.seen,
    );
  }
}
