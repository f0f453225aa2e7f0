import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tools } from "../sandbox/toolchain/tool";
import type { Platform } from "./platform";

/** The backends whose images bring a schema, and people to try the system with. */
const BACKENDS = ["users-backend", "thoughts-backend"];

/** Brings the databases of a fresh environment to the images' schema, and puts people in; does nothing if they are there. */
export async function fillDatabases(tools: Tools, platform: Platform, namespace: string): Promise<void> {
  for (const backend of BACKENDS) {
    await inPod(tools, platform, [namespace, backend, "migrate"]);
  }
  await inPod(tools, platform, [namespace, "users-backend", "seed"]);
}

async function inPod(
  tools: Tools,
  { kubeconfig, context }: Platform,
  [namespace, backend, command]: readonly [string, string, string],
): Promise<void> {
  const args = ["--kubeconfig", kubeconfig, "--context", context, "-n", namespace, "exec", `deployment/${backend}`];
  const program = ["/usr/bin/node", "/app/main.cjs", command];
  await promisify(execFile)(join(tools.kubernetes.folder, "kubectl"), [...args, "--", ...program]);
}
