import type { Tools } from "../../engine/toolchain/tool";
import { demos } from "../env/demos";
import { whyWorkloadsFailed } from "../failures/workloads";
import { kubectlOf } from "../kubectl";
import type { Platform } from "../platform";
import { releaseOf } from "../release/stack-file";
import { urlsOf } from "../urls";
import { isReady, type Workload } from "../workloads";
import { type EnvironmentStatus, environmentStatus } from "./environment-status";

/** The status of an environment of this clone, whose workloads were asked for already. @param stack `local`, or a demo */
export async function lookAt(
  tools: Tools,
  platform: Platform,
  namespace: string,
  workloads: readonly Workload[],
  stack = "local",
): Promise<EnvironmentStatus> {
  const waiting = workloads.filter((workload) => !isReady(workload) && workload.missing !== true);
  const reasons = await Promise.all(
    waiting.map(async ({ kind, metadata: { name } }) => {
      const lines = await whyWorkloadsFailed([{ kind, name, namespace }], (where) => kubectlOf(tools, platform, where));
      // The first line says again that it is not ready.
      return [name, lines.slice(1).map((line) => line.trim())] as const;
    }),
  );
  return environmentStatus({
    namespace,
    workloads,
    reasons: Object.fromEntries(reasons),
    urls: urlsOf(stack),
    services: releaseOf(stack).services,
    // A demo has none of its own.
    demos: stack === "local" ? demos().map((demo) => ({ ...demo, url: urlsOf(demo.name).frontend })) : [],
  });
}
