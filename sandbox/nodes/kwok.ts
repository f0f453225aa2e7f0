import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "../../engine/process/daemon";
import { writeWhole } from "../../engine/process/file";
import type { Tools } from "../../engine/toolchain/tool";
import type { Files } from "../control-plane/files";
import type { Ports } from "../control-plane/ports";
import type { Host } from "./nodes";

const STAGES = join(__dirname, "load-balancer-stages.yaml");

export interface KwokArgs {
  readonly tools: Tools;
  readonly files: Files;
  readonly ports: Ports;
  readonly host: Host;
  /** The file that {@link writeStages} wrote. */
  readonly stages: string;
  /** Which nodes it plays the kubelet of. */
  readonly nodes: "all" | "none";
}

/** Stands in for what is not there: a cloud that gives load balancers addresses and, if asked, kubelets. */
export function kwok({ tools, files, ports, host, stages, nodes }: KwokArgs): Daemon {
  return new Daemon({
    name: "kwok",
    folder: files.folder,
    prefix: host.prefix,
    program: join(tools.kwok.folder, "kwok"),
    args: [
      `--kubeconfig=${files.kubeconfig}`,
      `--config=${stages}`,
      ...managedNodes(nodes),
      `--server-address=${host.address}:${ports.nodes}`,
      // Without leases the controller manager takes the nodes for dead after a while.
      "--node-lease-duration-seconds=40",
    ],
  });
}

function managedNodes(nodes: "all" | "none"): readonly string[] {
  switch (nodes) {
    case "all":
      return ["--manage-all-nodes=true"];
    case "none":
      // It asks to be given some: no node has this.
      return ["--manage-all-nodes=false", "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake"];
    default:
      return nodes satisfies never;
  }
}

/** @param address what every Ingress and load balancer gets */
export function writeStages(file: string, address: string): void {
  writeWhole(file, readFileSync(STAGES, "utf8").replaceAll("ADDRESS", address));
}
