import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../../engine/process/file";
import type { NodeTools } from "../../engine/toolchain/tool";
import { pushImage } from "./crane";
import { rootfs } from "./debian";
import { writeLayer } from "./layer";
import type { Registry } from "./registry";

/** What names of images start with that nodes get from the registry beside them. */
export const REGISTRY_HOST = "registry.example.local";

interface SystemImage {
  readonly name: string;
  /** One that needs nothing beside it, and is what the image runs; or the tar file of a root file system. */
  readonly from: { readonly program: string } | { readonly rootfs: string };
}

/** Pushes the images that a cluster itself runs, unless it has; their tag is 1, whatever is in them. */
export function pushSystemImages(registry: Registry, tools: NodeTools): void {
  const images: readonly SystemImage[] = [
    { name: "pause", from: { program: join(tools["kubernetes-node"].folder, "pause") } },
    ...(["coredns", "local-path-provisioner", "skipper", "metrics-server"] as const).map((name) => ({
      name,
      from: { program: join(tools[name].folder, name) },
    })),
    { name: "shell", from: { rootfs: rootfs({ packages: ["base-files", "dash", "coreutils"] }) } },
  ];
  // The paths name the versions.
  const pushed = join(registry.folder, "system-images.json");
  const wanted = JSON.stringify(images);
  if (existsSync(pushed) && readFileSync(pushed, "utf8") === wanted) {
    return;
  }
  for (const image of images) {
    push(image, registry, tools);
  }
  writeWhole(pushed, wanted);
}

function push({ name, from }: SystemImage, registry: Registry, { crane }: NodeTools): void {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-system-"));
  try {
    const layer = "rootfs" in from ? from.rootfs : join(folder, "layer.tar");
    const entrypoint = "rootfs" in from ? "/bin/sh" : `/${name}`;
    if ("program" in from) {
      writeLayer(layer, [{ path: name, from: { copy: from.program }, executable: true }]);
    }
    pushImage(crane, {
      name: `${registry.address}/${name}:1`,
      layers: [layer],
      settings: [`--entrypoint=${entrypoint}`],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
