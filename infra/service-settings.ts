import type { Release } from "../components/rollout/release";
import type { Strategy } from "../components/rollout/strategy";
import type { ImageVersion } from "../components/workload/image";
import type { Scaling } from "../components/workload/scaling";
import { definitionOf, type ServiceName } from "./system";

/** What differs from environment to environment in one service. */
export interface ServiceSettings {
  readonly image: ImageVersion;
  readonly scaling: Scaling;
  /** How a new version takes over. @default - as the service's definition says */
  readonly strategy?: Strategy;
  /** Its slot, and the change of version that is under way. @default - one version, in the first slot */
  readonly release?: Release;
}

/** The version that a service runs once the change that is under way, if one is, has been brought to its end. */
export function comingVersion({ image, release }: Pick<ServiceSettings, "image" | "release">): ImageVersion {
  return release?.rollout?.next ?? image;
}

/** How a new version of a service takes over. */
export function strategyOf(service: ServiceName, { strategy }: Pick<ServiceSettings, "strategy">): Strategy {
  return strategy ?? definitionOf(service).strategy;
}
