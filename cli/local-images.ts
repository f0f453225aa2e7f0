import { pack, type Packed } from "../sandbox/images/pack";
import type { Registry } from "../sandbox/images/registry";
import type { ImageSpec } from "../sandbox/images/spec";
import { imageSpecs } from "../sandbox/images/specs";
import type { Tool } from "../sandbox/toolchain/tool";
import { releaseOf } from "./release";

/** The images that the stack `local` runs, in the versions that its file names. */
export function localSpecs(): readonly ImageSpec[] {
  return imageSpecs(releaseOf("local").services);
}

/** Packs images one after the other, and says which. */
export function packImages(
  specs: readonly ImageSpec[],
  registry: Registry,
  crane: Tool,
  say: (line: string) => void,
): readonly Packed[] {
  return specs.map((spec) => {
    say(`${spec.repository}:${spec.tag}`);
    return pack(spec, registry, crane);
  });
}
