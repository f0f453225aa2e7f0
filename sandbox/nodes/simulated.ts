import { join } from "node:path";
import type { Files } from "../control-plane/components";
import type { Ports } from "../control-plane/ports";
import { Daemon } from "../process/daemon";
import type { Tools } from "../toolchain/tool";

/** Three nodes of m5.large's size over three zones. No process runs on them: kwok only says what a kubelet would say. */
export const SIMULATED_NODES = join(__dirname, "simulated-nodes.yaml");

/** Addresses for what a cloud's load balancers would give one. */
const STAGES = join(__dirname, "load-balancer-stages.yaml");

/** Keeps the nodes Ready, and makes pods on them Running and Ready, whatever their images and probes are. */
export function simulatedKubelets(tools: Tools, files: Files, ports: Ports): Daemon {
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
