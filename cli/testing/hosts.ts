import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Clone } from "./clone";

/** What has a network of its own on real nodes: a node, or a pod that runs there. */
export interface Host {
  readonly name: string;
  /** A process in its network. */
  readonly pid: number;
}

export interface Pod extends Host {
  /** The workload's name: label `app`, or that of the cluster's own. */
  readonly app: string;
  readonly address: string;
  /** The name of its node. */
  readonly node: string;
}

interface PodObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName: string };
  readonly status: { readonly podIP: string };
}

/** The nodes of a clone. */
export async function nodesOf(clone: Clone): Promise<readonly Host[]> {
  return (await clone.processes()).flatMap(({ pid, command }) => {
    const [, name] = /bash \S+machine\.sh \S+ (\S+) /.exec(command) ?? [];
    return name === undefined ? [] : [{ name, pid }];
  });
}

/** The pods of a namespace that run and are not about to end. */
export async function podsIn(clone: Clone, namespace: string): Promise<readonly Pod[]> {
  const running = ["get", "pods", "-n", namespace, "--field-selector=status.phase=Running", "-o", "json"];
  const { items } = JSON.parse(await clone.kubectl(...running)) as { items: readonly PodObject[] };
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata: { name, uid, labels }, spec, status }) => ({
      name,
      app: labels.app ?? labels["k8s-app"] ?? "",
      address: status.podIP,
      node: spec.nodeName,
      pid: holderOf(uid),
    }));
}

/** The process that holds a pod's namespaces: its control groups have the pod's id in their names. */
function holderOf(uid: string): number {
  const pid = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .find((entry) => fileOf(entry, "cmdline").startsWith("/pause") && fileOf(entry, "cgroup").includes(uid));
  if (pid === undefined) {
    throw new Error(`no process holds the namespaces of the pod ${uid}.`);
  }
  return Number(pid);
}

/** Empty for a process that has ended meanwhile. */
function fileOf(pid: string, file: "cmdline" | "cgroup"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** Arguments of `nsenter` that run a script of Node.js in a host's network, with all else as it is here. */
export function inNetwork({ pid }: Host, script: string, ...args: readonly string[]): readonly string[] {
  return [`--net=/proc/${pid}/ns/net`, process.execPath, script, ...args];
}

/** Runs a script to its end. @returns what it printed */
export async function runInNetwork(host: Host, script: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)("nsenter", inNetwork(host, script, ...args))).stdout;
}
