import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tools } from "../sandbox/toolchain/tool";
import type { Platform } from "./platform";

/** The Services of the backends whose images bring a schema; one of them also brings people to try the system with. */
const USERS = "users-service";
const BACKENDS = [USERS, "thoughts-service"];

/** Brings the databases of a fresh environment to the images' schema, and puts people in; does nothing if they are there. */
export async function fillDatabases(tools: Tools, platform: Platform, namespace: string): Promise<void> {
  for (const service of BACKENDS) {
    await inPod(tools, platform, [namespace, service, "migrate"]);
  }
  await inPod(tools, platform, [namespace, USERS, "seed"]);
}

async function inPod(
  tools: Tools,
  { kubeconfig, context }: Platform,
  [namespace, service, command]: readonly [string, string, string],
): Promise<void> {
  const args = ["--kubeconfig", kubeconfig, "--context", context, "-n", namespace, "exec", `service/${service}`];
  const program = ["/usr/bin/node", "/app/main.cjs", command];
  await promisify(execFile)(join(tools.kubernetes.folder, "kubectl"), [...args, "--", ...program]);
}
