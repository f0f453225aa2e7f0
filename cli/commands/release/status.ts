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
  const pods = stack === "local" ? await localPods() : undefined;
  const shown = await Promise.all(
    (services.length > 0 ? services : SERVICES).map(async (service) => {
      const release = releases[service];
      return statusText({ service, stack }, release, pods && (await slotPods(pods, service, release)));
    }),
  );
  console.log(shown.join("\n\n"));
}

async function localPods(): Promise<Pods | undefined> {
  const platform = readPlatform();
  if (!isUp() || platform === undefined) {
    return undefined;
  }
  const tools = await toolsFor(console.error);
  const { namespace } = readOutputs(ENGINE, "local");
  return typeof namespace === "string" ? new Pods(tools, platform, namespace) : undefined;
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
