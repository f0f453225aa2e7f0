import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tool } from "../../engine/toolchain/tool";
import { crane, pushImage } from "./crane";
import { demandVersion, rootfs } from "./debian";
import { writeLayer } from "./layer";
import type { Registry } from "./registry";
import type { ImageSpec } from "./spec";

/** An image in a registry. */
export interface Packed extends Pick<ImageSpec, "service" | "repository" | "tag"> {
  readonly digest: string;
  /** What a pull transfers, in bytes. */
  readonly size: number;
}

interface Manifest {
  readonly layers: readonly { readonly size: number }[];
}

/**
 * Packs an image and pushes it; the same input gives the same digest.
 * @throws {UserError} if Debian has another version than the image's tag says
 */
export function pack(spec: ImageSpec, registry: Registry, tool: Tool): Packed {
  if (spec.versionOf !== undefined) {
    demandVersion(spec.versionOf, spec.tag);
  }
  const folder = mkdtempSync(join(tmpdir(), "thoughts-image-"));
  try {
    const own = spec.layers.map((files, index) => {
      const file = join(folder, `${index}.tar`);
      writeLayer(file, files);
      return file;
    });
    const name = `${registry.address}/${spec.repository}:${spec.tag}`;
    const environment = Object.entries(spec.environment).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
    const digest = pushImage(tool, {
      name,
      layers: [rootfs(spec.rootfs), ...own],
      settings: ["--entrypoint", spec.entrypoint.join(","), "--user", `${spec.user}:${spec.user}`, ...environment],
    });
    const { layers: parts } = JSON.parse(crane(tool, "manifest", name)) as Manifest;
    const { service, repository, tag } = spec;
    return {
      ...(service && { service }),
      repository,
      tag,
      digest,
      size: parts.reduce((sum, part) => sum + part.size, 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
