import { readOutputs } from "../../../engine/pulumi/state";
import { type ServiceName, SERVICES } from "../../../infra/system";
import type { ServiceRelease } from "../../../release/service-release";
import { slotsOf } from "../../../release/watched";
import { ENGINE, isUp } from "../../folders";
import { readPlatform } from "../../platform";
import { releaseWithEdits } from "../../release/editions";
import { type SlotPods, statusText } from "../../release/text";
import { isReady, Pods, tagOf } from "../../release/watch";
import { toolsFor } from "../../tools";

/** `release status`: what each service runs, and how far its change has come. Changes nothing. */
export async function status(services: readonly ServiceName[], { stack }: { readonly stack: string }): Promise<void> {
  const releases = releaseWithEdits(stack).services;
  const pods = await podsHere(stack);
  const shown = await Promise.all(
    (services.length > 0 ? services : SERVICES).map(async (service) => {
      const release = releases[service];
      return statusText({ service, stack }, release, pods && (await slotPods(pods, service, release)));
    }),
  );
  console.log(shown.join("\n\n"));
}

/** @returns undefined if nothing of the stack is in this clone's cluster */
async function podsHere(stack: string): Promise<Pods | undefined> {
  const platform = readPlatform();
  const { namespace } = readOutputs(ENGINE, stack);
  if (!isUp() || platform === undefined || typeof namespace !== "string") {
    return undefined;
  }
  return new Pods(await toolsFor(console.error), platform, namespace);
}

function slotPods(pods: Pods, service: ServiceName, release: ServiceRelease): Promise<readonly SlotPods[]> {
  return Promise.all(
    slotsOf(service, release).map(async (slot) => {
      const { pods: found } = await pods.inSlot(service, slot);
      const ready = found.filter(({ status: state }) => isReady(state)).length;
      const tags = [...new Set(found.map(({ spec }) => tagOf(spec.containers[0].image)))];
      return { slot, ready, pods: found.length, tags };
    }),
  );
}
