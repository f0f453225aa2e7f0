import { lackingForImages } from "../../sandbox/host/requirements";
import { pack, type Packed } from "../../sandbox/images/pack";
import { Registry } from "../../sandbox/images/registry";
import { imageSpecs } from "../../sandbox/images/specs";
import { UserError } from "../../sandbox/user-error";
import { IMAGES } from "../folders";
import { releaseOf } from "../release";
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
  const packed: Packed[] = [];
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
          for (const spec of imageSpecs(localTags())) {
            say(`${spec.repository}:${spec.tag}`);
            packed.push(pack(spec, registry, crane));
          }
          return `Images: ${packed.length} packed`;
        },
      },
    ]);
  } finally {
    await registry.stop();
  }
  return packed;
}

/** The versions that the stack's file names. */
function localTags() {
  const { services } = releaseOf("local");
  return {
    users_server: services["users-backend"].tag,
    thoughts_server: services["thoughts-backend"].tag,
    frontend: services.frontend.tag,
  };
}
