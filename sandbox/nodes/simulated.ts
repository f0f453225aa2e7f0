import { join } from "node:path";
import type { Files } from "../control-plane/files";
import { kwok, writeStages } from "./kwok";
import { LOOPBACK, type Nodes } from "./nodes";

/**
 * Three nodes of m5.large's size over three zones. No process runs on them: kwok keeps them Ready, and makes pods on them
 * Running and Ready, whatever their images and probes are.
 */
export function simulatedNodes(): Nodes {
  return {
    host: LOOPBACK,
    count: 3,
    leaseKeeper: "kwok",
    apiServerArgs: [],
    manifests: ["simulated-storage.yaml", "simulated-nodes.yaml"].map((file) => join(__dirname, file)),
    prepare: () => Promise.resolve(),
    configure: (files) => {
      writeStages(stagesOf(files), LOOPBACK.address);
      return Promise.resolve();
    },
    daemons: (tools, files, ports) => [
      kwok({ tools, files, ports, host: LOOPBACK, stages: stagesOf(files), nodes: "all" }),
    ],
    remove: () => Promise.resolve(),
  };
}

function stagesOf({ folder }: Files): string {
  return join(folder, "stages.yaml");
}
