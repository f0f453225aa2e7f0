import type { ImageTools } from "../engine/toolchain/tool";
import { pack, type Packed } from "../sandbox/images/pack";
import type { Registry } from "../sandbox/images/registry";
import type { ImageSpec } from "../sandbox/images/spec";
import { imageSpecs } from "../sandbox/images/specs";
import { releaseOf } from "./release/stack-file";

/** The images of the services that the stack `local` runs, in the versions that its release names, by default its file's. */
export function localSpecs({ services } = releaseOf("local")): readonly ImageSpec[] {
  const next = Object.entries(services).flatMap(([name, { rollout }]) =>
    rollout === undefined
      ? []
      : imageSpecs({ ...services, [name]: rollout.next }).filter(({ service }) => service === name),
  );
  return [...imageSpecs(services), ...next];
}

/** Packs images one after the other, and says which. */
export function packImages(
  specs: readonly ImageSpec[],
  registry: Registry,
  { crane }: ImageTools,
  say: (line: string) => void,
): readonly Packed[] {
  return specs.map((spec) => {
    say(`${spec.repository}:${spec.tag}`);
    return pack(spec, registry, crane);
  });
}
