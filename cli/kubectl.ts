import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tools } from "../engine/toolchain/tool";
import type { Platform } from "./platform";

/** Runs kubectl, and gives back what it printed. */
export type Kubectl = (...args: readonly string[]) => Promise<string>;

/** What kubectl complained about. */
export function lastLine(error: unknown): string {
  return String(error).trim().split("\n").at(-1) ?? "";
}

/** More than the objects of a namespace take. */
const MOST_BYTES = 64 * 1024 * 1024;

/** kubectl for one namespace of one cluster, whatever the user's own kubeconfig points at. */
export function kubectlOf(
  { kubernetes }: Tools,
  { kubeconfig, context }: Pick<Platform, "kubeconfig" | "context">,
  namespace: string,
): Kubectl {
  const program = join(kubernetes.folder, "kubectl");
  const options = ["--kubeconfig", kubeconfig, "--context", context, "-n", namespace];
  return async (...args) => {
    const { stdout } = await promisify(execFile)(program, [...options, ...args], { maxBuffer: MOST_BYTES });
    return stdout;
  };
}
