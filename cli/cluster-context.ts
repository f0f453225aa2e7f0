import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { UserError } from "../engine/user-error";

/** A cluster, and who asks it: a context of a kubeconfig. */
export interface ClusterContext {
  readonly kubeconfig: string;
  readonly context: string;
}

/** What is needed of `kubectl config view -o json`; null where there is none. */
interface View {
  readonly contexts: readonly { readonly name: string; readonly context: { readonly cluster: string } }[] | null;
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly server: string } }[] | null;
}

/**
 * Where a context's cluster is, without asking it: `https://127.0.0.1:6443`
 * @param program kubectl
 * @throws {UserError} if there is no such kubeconfig, or no such context in it
 */
export async function serverOf(program: string, { kubeconfig, context }: ClusterContext): Promise<string> {
  if (!existsSync(kubeconfig)) {
    throw new UserError(`${kubeconfig} is no file; name your cluster's kubeconfig with --kubeconfig FILE.`);
  }
  const contexts = await view(program, kubeconfig);
  const found = contexts.contexts?.find(({ name }) => name === context);
  if (found === undefined) {
    const known = (contexts.contexts ?? []).map(({ name }) => name);
    throw new UserError(`${kubeconfig} has no context ${context}; it has ${known.join(", ") || "none"}.`);
  }
  const cluster = contexts.clusters?.find(({ name }) => name === found.context.cluster);
  if (cluster === undefined) {
    throw new UserError(`context ${context} of ${kubeconfig} names a cluster that is not in it; mend it.`);
  }
  return cluster.cluster.server.replace(/\/$/, "");
}

async function view(program: string, kubeconfig: string): Promise<View> {
  try {
    const { stdout } = await promisify(execFile)(program, ["--kubeconfig", kubeconfig, "config", "view", "-o", "json"]);
    return JSON.parse(stdout) as View;
  } catch {
    // The parser quotes what it read, and that may be a credential.
    throw new UserError(
      `${kubeconfig} is no kubeconfig that can be read; see kubectl --kubeconfig ${kubeconfig} config view.`,
    );
  }
}
