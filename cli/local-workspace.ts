import { openWorkspace, type Workspace } from "../sandbox/engine/workspace";
import type { Packed } from "../sandbox/images/pack";
import type { Tools } from "../sandbox/toolchain/tool";
import { ENGINE, ROOT } from "./folders";
import type { Platform } from "./platform";
import { releaseOf } from "./release";

/**
 * The stack `local` of this clone, in the cluster that `up` uses.
 * @param images what was packed here. @default - none: the tags of the stack's file as they are
 */
export function openLocal(
  tools: Tools,
  { kubeconfig, context }: Platform,
  images: readonly Packed[] = [],
): Promise<Workspace> {
  return openWorkspace({
    root: ROOT,
    folder: ENGINE,
    stack: "local",
    pulumi: tools.pulumi,
    plugins: { kubernetes: "official or stand-in" },
    environment: { KUBECONFIG: kubeconfig },
    overrides: { "thoughts:context": context, ...(images.length > 0 && { "thoughts:release": pinned(images) }) },
  });
}

/** By their digests, so that pods of changed source are replaced although its tag is the same. */
function pinned(images: readonly Packed[]): ReturnType<typeof releaseOf> {
  const { services, ...rest } = releaseOf("local");
  const withDigest = Object.entries(services).map(([name, image]) => {
    const packed = images.find(({ service }) => service === name);
    return [name, { ...image, ...(packed && { digest: packed.digest }) }] as const;
  });
  return { ...rest, services: Object.fromEntries(withDigest) as typeof services };
}
