import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tools } from "../sandbox/toolchain/tool";
import type { Platform } from "./platform";

/** Puts people in to try a fresh environment with; does nothing if they are there. */
export async function addPeople(tools: Tools, { kubeconfig, context }: Platform, namespace: string): Promise<void> {
  const args = ["--kubeconfig", kubeconfig, "--context", context, "-n", namespace, "exec", "service/users-service"];
  const program = ["/usr/bin/node", "/app/main.cjs", "seed"];
  await promisify(execFile)(join(tools.kubernetes.folder, "kubectl"), [...args, "--", ...program]);
}
