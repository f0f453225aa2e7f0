import { execFile } from "node:child_process";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import colors from "picocolors";
import { isExecutable, userFolders } from "../sandbox/toolchain/path";
import type { Tools } from "../sandbox/toolchain/tool";
import { ROOT } from "./folders";

/** A Deployment or StatefulSet, as `kubectl get -o json` shows it. */
interface Workload {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number };
}

export interface SummaryArgs {
  readonly tools: Tools;
  readonly kubeconfig: string;
  readonly context: string;
  readonly namespace: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly simulated: boolean;
}

/** What runs where, how to look at it, and what to type next. */
export async function summary(args: SummaryArgs): Promise<string> {
  const workloads = await workloadsOf(args);
  const width = Math.max(...workloads.map(({ metadata }) => metadata.name.length));
  const rows = workloads.map(({ metadata: { name }, spec, status }) => {
    const ready = status.readyReplicas ?? 0;
    const state = ready === spec.replicas ? colors.green(readyText(args)) : colors.red("not ready");
    return `  ${name.padEnd(width)}  ${ready}/${spec.replicas}  ${state}  ${args.urls[name] ?? ""}`.trimEnd();
  });
  return [
    colors.bold("Running"),
    ...rows,
    ...(args.simulated ? ["  (nodes are simulated: no container runs, so nothing answers at these addresses)"] : []),
    "",
    colors.bold("Look"),
    `  ${kubectlLine(args)} get pods`,
    "",
    colors.bold("Next"),
    "  edit Pulumi.local.yaml or stacks/local.ts, then npm run up",
    "  npm run status    what runs now",
    "  npm run down      stop it and remove all of it",
  ].join("\n");
}

function readyText({ simulated }: SummaryArgs): string {
  return simulated ? "Ready (simulated)" : "Ready";
}

/** A line that works as it is printed, from the clone's folder. */
function kubectlLine({ tools, kubeconfig, context, namespace }: SummaryArgs): string {
  const own = userFolders().some((folder) => isExecutable(join(folder, "kubectl")));
  const kubectl = own ? "kubectl" : join(tools.kubernetes.folder, "kubectl");
  const inClone = relative(ROOT, kubeconfig);
  const file = inClone.startsWith("..") ? kubeconfig : inClone;
  return `${kubectl} --kubeconfig ${file} --context ${context} -n ${namespace}`;
}

async function workloadsOf({ tools, kubeconfig, context, namespace }: SummaryArgs): Promise<readonly Workload[]> {
  const { stdout } = await promisify(execFile)(
    join(tools.kubernetes.folder, "kubectl"),
    [
      "--kubeconfig",
      kubeconfig,
      "--context",
      context,
      "-n",
      namespace,
      "get",
      "deployments,statefulsets",
      "-o",
      "json",
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return (JSON.parse(stdout) as { items: readonly Workload[] }).items;
}
