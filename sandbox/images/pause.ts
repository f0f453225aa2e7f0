import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { NodeTools } from "../toolchain/tool";
import { writeLayer } from "./layer";
import type { Registry } from "./registry";

/** What names of images start with that nodes get from the registry beside them. */
export const REGISTRY_HOST = "registry.example.local";

/** Pushes the image of a process that waits to be ended. */
export function pushPause(registry: Registry, tools: NodeTools): void {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-pause-"));
  try {
    const layer = join(folder, "pause.tar");
    writeLayer(layer, [
      { path: "pause", from: { copy: join(tools["kubernetes-node"].folder, "pause") }, executable: true },
    ]);
    const name = `${registry.address}/pause:1`;
    registry.crane(tools.crane, "append", "--oci-empty-base", "--platform=linux/amd64", "-t", name, "-f", layer);
    registry.crane(tools.crane, "mutate", name, "--set-platform=linux/amd64", "--entrypoint=/pause", "--tag", name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
