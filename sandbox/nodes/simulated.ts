import { join } from "node:path";
import type { Files } from "../control-plane/components";
import type { Ports } from "../control-plane/ports";
import { Daemon } from "../process/daemon";
import type { Tools } from "../toolchain/tool";
import { LOOPBACK, type Nodes } from "./nodes";

/** Addresses for what a cloud's load balancers would give one. */
const STAGES = join(__dirname, "load-balancer-stages.yaml");

/** Three nodes of m5.large's size over three zones. No process runs on them: kwok only says what a kubelet would say. */
export function simulatedNodes(tools: Tools): Nodes {
  return {
    place: LOOPBACK,
    count: 3,
    apiServerArgs: [],
    manifests: ["simulated-storage.yaml", "simulated-nodes.yaml"].map((file) => join(__dirname, file)),
    prepare: () => Promise.resolve(),
    configure: () => undefined,
    daemons: (files, ports) => [kwok(tools, files, ports)],
    remove: () => undefined,
  };
}

/** Keeps the nodes Ready, and makes pods on them Running and Ready, whatever their images and probes are. */
function kwok(tools: Tools, files: Files, ports: Ports): Daemon {
  return new Daemon({
    name: "kwok",
    folder: files.folder,
    program: join(tools.kwok.folder, "kwok"),
    args: [
      `--kubeconfig=${files.kubeconfig}`,
      `--config=${STAGES}`,
      "--manage-all-nodes=true",
      `--server-address=127.0.0.1:${ports.nodes}`,
      // Without leases the controller manager takes the nodes for dead after a while.
      "--node-lease-duration-seconds=40",
    ],
  });
}
