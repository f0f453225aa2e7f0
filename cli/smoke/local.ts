import type { Tools } from "../../engine/toolchain/tool";
import { kubectlOf } from "../kubectl";
import type { Platform } from "../platform";
import { urlsOf } from "../urls";
import { outsideAsker } from "./asker";
import { entrances, podsInside } from "./cluster";
import type { Places } from "./smoke";

/** Where an environment of this clone, whose pods run, is asked. */
export async function localPlaces(
  tools: Tools,
  platform: Platform,
  { stack, namespace }: { readonly stack: string; readonly namespace: string },
): Promise<Places> {
  const kubectl = kubectlOf(tools, platform, namespace);
  // No name server knows these hosts.
  const addresses = await entrances(kubectl);
  return {
    urls: urlsOf(stack),
    outside: outsideAsker((host) => addresses.get(host)),
    inside: await podsInside(kubectl),
  };
}
