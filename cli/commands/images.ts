import { lackingForImages } from "../../sandbox/host/requirements";
import type { Packed } from "../../sandbox/images/pack";
import { Registry } from "../../sandbox/images/registry";
import { UserError } from "../../sandbox/user-error";
import { IMAGES } from "../folders";
import { packLocalImages } from "../local-images";
import { runSteps } from "../steps";
import { imageToolFor } from "../tools";

/** `images`: packs the images that the stack `local` runs, without a container engine, into a registry of this clone. */
export async function images(): Promise<void> {
  const lacking = lackingForImages();
  if (lacking.length > 0) {
    throw new UserError(`images can't be packed here, this machine lacks: ${lacking.join(", ")}; use app/Dockerfile`);
  }
  const packed = await packImages();
  const width = Math.max(...packed.map(({ repository, tag }) => repository.length + tag.length));
  for (const { repository, tag, size, digest } of packed) {
    const megabytes = `${(size / 1_000_000).toFixed(1)} MB`;
    console.log(`  ${`${repository}:${tag}`.padEnd(width + 1)}  ${megabytes.padStart(9)}  ${digest}`);
  }
}

async function packImages(): Promise<readonly Packed[]> {
  const registry = new Registry(IMAGES);
  let packed: readonly Packed[] = [];
  try {
    await runSteps([
      {
        title: "Registry",
        run: async () => {
          await registry.start();
          return `Registry: ${registry.address}`;
        },
      },
      {
        title: "Images",
        run: async (say) => {
          const crane = await imageToolFor(say);
          packed = packLocalImages(registry, crane, say);
          return `Images: ${packed.length} packed`;
        },
      },
    ]);
  } finally {
    await registry.stop();
  }
  return packed;
}
