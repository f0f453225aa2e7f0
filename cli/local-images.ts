import { pack, type Packed } from "../sandbox/images/pack";
import type { Registry } from "../sandbox/images/registry";
import { imageSpecs } from "../sandbox/images/specs";
import type { Tool } from "../sandbox/toolchain/tool";
import { releaseOf } from "./release";

/** Packs the images that the stack `local` runs, in the versions that its file names. */
export function packLocalImages(registry: Registry, crane: Tool, say: (line: string) => void): readonly Packed[] {
  const specs = imageSpecs(releaseOf("local").services);
  return specs.map((spec) => {
    say(`${spec.repository}:${spec.tag}`);
    return pack(spec, registry, crane);
  });
}
