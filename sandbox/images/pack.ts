import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tool } from "../toolchain/tool";
import { rootfs } from "./debian";
import { writeLayer } from "./layer";
import type { Registry } from "./registry";
import type { ImageSpec } from "./specs";

/** An image in a registry. */
export interface Packed {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** What a pull transfers, in bytes. */
  readonly size: number;
}

interface Manifest {
  readonly layers: readonly { readonly size: number }[];
}

const PLATFORM = "linux/amd64";

/**
 * Packs an image and pushes it; the same input gives the same digest.
 */
export function pack(spec: ImageSpec, registry: Registry, crane: Tool): Packed {
  const folder = mkdtempSync(join(tmpdir(), "thoughts-image-"));
  const run = (...args: readonly string[]) => registry.crane(crane, ...args);
  try {
    const own = spec.layers.map((files, index) => {
      const file = join(folder, `${index}.tar`);
      writeLayer(file, files);
      return file;
    });
    const name = `${registry.address}/${spec.repository}:${spec.tag}`;
    const layers = [rootfs(spec.rootfs), ...own].join(",");
    run("append", "--oci-empty-base", "--platform", PLATFORM, "--new_tag", name, "--new_layer", layers);
    const environment = Object.entries(spec.environment).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
    const settings = ["--entrypoint", spec.entrypoint.join(","), "--user", `${spec.user}:${spec.user}`, ...environment];
    const pushed = run("mutate", name, "--set-platform", PLATFORM, ...settings, "--tag", name);
    const { layers: parts } = JSON.parse(run("manifest", name)) as Manifest;
    const [, digest = ""] = pushed.split("@");
    return {
      repository: spec.repository,
      tag: spec.tag,
      digest,
      size: parts.reduce((sum, part) => sum + part.size, 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
