import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tool } from "../engine/toolchain/tool";
import { type ClusterContext, serverOf } from "./cluster-context";
import { kubectlError, unreachable } from "./kubectl-error";

/** Where kubectl is: in the tools of Kubernetes. */
export interface KubectlTool {
  readonly kubernetes: Pick<Tool, "folder">;
}

/**
 * Runs kubectl, and gives back what it printed.
 * @throws {KubectlError} if the cluster is not reached, or refuses
 * @throws {UserError} if the kubeconfig has no such context
 */
export type Kubectl = (...args: readonly string[]) => Promise<string>;

/** More than the objects of a cluster take. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Long for an API server that answers, short for a person who forgot the VPN. */
const ANSWER_SECONDS = 30;

/** A command that gets the context's credentials is not among what kubectl waits for. */
const CREDENTIALS_SECONDS = 30;

/**
 * kubectl for one cluster, whatever the user's own kubeconfig points at.
 * @param namespace @default - the context's own; for objects of all namespaces and of none
 */
export function kubectlOf(tool: KubectlTool, cluster: ClusterContext, namespace?: string): Kubectl {
  const program = programOf(tool);
  const { kubeconfig, context } = cluster;
  const options = ["--kubeconfig", kubeconfig, "--context", context, ...(namespace ? ["-n", namespace] : [])];
  return async (...args) => {
    // Only what is read can be asked for again; `exec` takes as long as the program that it runs.
    const limits = args[0] === "get" ? [`--request-timeout=${ANSWER_SECONDS}s`] : [];
    const timeout = args[0] === "get" ? (ANSWER_SECONDS + CREDENTIALS_SECONDS) * 1_000 : 0;
    try {
      const run = promisify(execFile)(program, [...options, ...limits, ...args], { maxBuffer: MOST_BYTES, timeout });
      return (await run).stdout;
    } catch (error) {
      throw await explained(program, cluster, error);
    }
  };
}

/** The program itself. */
export function programOf({ kubernetes }: KubectlTool): string {
  return join(kubernetes.folder, "kubectl");
}

/** @returns the error to throw */
async function explained(program: string, cluster: ClusterContext, error: unknown): Promise<unknown> {
  if (!(error instanceof Error && "stderr" in error && typeof error.stderr === "string")) {
    return error;
  }
  const server = await serverOf(program, cluster);
  const silent = ("killed" in error && error.killed === true) || /Client\.Timeout|deadline exceeded/.test(error.stderr);
  return silent
    ? unreachable(cluster, server, `no answer in ${ANSWER_SECONDS} s`)
    : kubectlError(cluster, server, error.stderr);
}
