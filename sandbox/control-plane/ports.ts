import { setTimeout as sleep } from "node:timers/promises";
import { freePorts, isTaken } from "../../engine/process/free-ports";

export const PORT_NAMES = ["etcd", "etcdPeer", "apiServer", "controllerManager", "scheduler", "nodes"] as const;
type PortName = (typeof PORT_NAMES)[number];
export type Ports = Readonly<Record<PortName, number>>;

/** The component that listens on each. */
const LISTENERS: Readonly<Record<PortName, string>> = {
  etcd: "etcd",
  etcdPeer: "etcd",
  apiServer: "kube-apiserver",
  controllerManager: "kube-controller-manager",
  scheduler: "kube-scheduler",
  nodes: "kwok",
};

/** How long the port of a process that was killed may stay taken. */
const RELEASE_MS = 1_000;

/** Free ports on the loopback interface, all different. */
export async function choosePorts(): Promise<Ports> {
  const ports = await freePorts(PORT_NAMES.length);
  return Object.fromEntries(PORT_NAMES.map((name, index) => [name, ports[index]])) as Ports;
}

/**
 * The first port that a stranger has: one that is taken although its component does not run.
 * @param running names of the components that run
 */
export async function takenByStranger(ports: Ports, running: readonly string[]): Promise<number | undefined> {
  const deadline = Date.now() + RELEASE_MS;
  for (const name of PORT_NAMES.filter((port) => !running.includes(LISTENERS[port]))) {
    while (await isTaken(ports[name])) {
      if (Date.now() > deadline) {
        return ports[name];
      }
      await sleep(50);
    }
  }
  return undefined;
}
