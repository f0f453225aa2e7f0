import { CANARY_SLOT, FIRST_SLOT, otherSlot } from "../components/base/labels";
import { strategyOf } from "../infra/service-settings";
import type { ServiceName } from "../infra/system";
import type { ServiceRelease } from "./service-release";

/** The pods on which a release depends: those of the new version, or of the one that there is. */
export interface Watched {
  readonly slot: string;
  readonly tag: string;
}

export function watchedOf(service: ServiceName, release: ServiceRelease): Watched {
  const { slot = FIRST_SLOT, rollout, tag } = release;
  if (rollout === undefined) {
    return { slot, tag };
  }
  const { kind } = strategyOf(service, release);
  switch (kind) {
    case "recreate":
    case "rolling":
      return { slot, tag: rollout.next.tag };
    case "blueGreen":
      return { slot: otherSlot(slot), tag: rollout.next.tag };
    case "canary":
      return { slot: CANARY_SLOT, tag: rollout.next.tag };
    default:
      return kind satisfies never;
  }
}

/** The slots that have pods, the service's own first. */
export function slotsOf(service: ServiceName, release: ServiceRelease): readonly string[] {
  return [...new Set([release.slot ?? FIRST_SLOT, watchedOf(service, release).slot])];
}
