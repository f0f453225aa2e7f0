import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Tool } from "../../engine/toolchain/tool";

const PLATFORM = "linux/amd64";

/** Runs crane. @returns what it says */
export function crane(tool: Tool, ...args: readonly string[]): string {
  return execFileSync(join(tool.folder, "crane"), args, { encoding: "utf8", stdio: "pipe" }).trim();
}

export interface PushedImage {
  /** With the registry's host and port, and a tag. */
  readonly name: string;
  /** Tar files, the lowest first. */
  readonly layers: readonly string[];
  /** Of its configuration, as `crane mutate` takes it. */
  readonly settings: readonly string[];
}

/** Pushes an image of nothing but these layers. @returns its digest */
export function pushImage(tool: Tool, { name, layers, settings }: PushedImage): string {
  crane(tool, "append", "--oci-empty-base", "--platform", PLATFORM, "--new_tag", name, "--new_layer", layers.join(","));
  const [, digest = ""] = crane(tool, "mutate", name, "--set-platform", PLATFORM, ...settings, "--tag", name).split(
    "@",
  );
  return digest;
}
