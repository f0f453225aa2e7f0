import { UserError } from "../../../engine/user-error";
import { lackingForImages } from "../../../sandbox/host/requirements";
import type { Packed } from "../../../sandbox/images/pack";
import { Registry } from "../../../sandbox/images/registry";
import { databaseToolsSpec } from "../../../sandbox/images/specs";
import { haproxySpec, watchSpecs } from "../../../sandbox/images/third-party";
import { alone } from "../../alone";
import { embedded } from "../../embedded";
import { IMAGES } from "../../folders";
import { localSpecs, packImages } from "../../local-images";
import { interruptible } from "../../interruption";
import { readPlatform } from "../../platform";
import { runSteps } from "../../steps";
import { imageToolsFor, toolsFor } from "../../tools";

/**
 * `images`: packs the images of the services and of what watches over them, without a container engine, into a registry of
 * this clone: that of its nodes if real ones are up, otherwise one that runs for as long as that takes.
 */
export async function packAll(): Promise<void> {
  const lacking = lackingForImages();
  if (lacking.length > 0) {
    throw new UserError(`images can't be packed here, this machine lacks: ${lacking.join(", ")}; use app/Dockerfile`);
  }
  let packed: readonly Packed[] = [];
  await alone(async () => {
    packed = await packEach();
  });
  const width = Math.max(...packed.map(({ repository, tag }) => repository.length + tag.length));
  for (const { repository, tag, size, digest } of packed) {
    const megabytes = `${(size / 1_000_000).toFixed(1)} MB`;
    console.log(`  ${`${repository}:${tag}`.padEnd(width + 1)}  ${megabytes.padStart(9)}  ${digest}`);
  }
}

async function packEach(): Promise<readonly Packed[]> {
  let registry: Registry | undefined;
  let packed: readonly Packed[] = [];
  const ofNodes = readPlatform()?.nodes === "real";
  const stop = async () => {
    if (!ofNodes) {
      await registry?.stop();
    }
  };
  const pack = () =>
    runSteps([
      {
        title: "Registry",
        run: async (say) => {
          registry = (ofNodes ? await registryOfNodes(say) : undefined) ?? new Registry(IMAGES);
          await registry.start();
          return `Registry: ${registry.address}`;
        },
      },
      {
        title: "Images",
        run: async (say) => {
          const tools = await imageToolsFor(say);
          if (registry !== undefined) {
            packed = packImages(
              [...localSpecs(), databaseToolsSpec(), ...watchSpecs(tools), haproxySpec()],
              registry,
              tools,
              say,
            );
          }
          return `Images: ${packed.length} packed`;
        },
      },
    ]);
  try {
    await interruptible(stop, pack);
  } finally {
    await stop();
  }
  return packed;
}

async function registryOfNodes(say: (line: string) => void): Promise<Registry | undefined> {
  return (await embedded("real", await toolsFor(say), say)).images?.registry;
}
