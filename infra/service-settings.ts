import { type Problem, under } from "../components/base/problems";
import type { Release } from "../components/rollout/release";
import type { Strategy } from "../components/rollout/strategy";
import type { ImageVersion } from "../components/workload/image";
import { checkProbes, type Probes } from "../components/workload/probes";
import { checkResources, type Resources } from "../components/workload/resources";
import type { Scaling } from "../components/workload/scaling";
import { PROBE_TIMING, type ProbeTiming } from "./probe-timing";
import type { SetPart } from "./release-set";
import { definitionOf, type ServiceName } from "./system";

/** What differs from environment to environment in one service. */
export interface ServiceSettings {
  readonly image: ImageVersion;
  readonly scaling: Scaling;
  /** Amounts that differ from the service's definition. @default - as the definition says */
  readonly resources?: {
    readonly requests?: Partial<Resources["requests"]>;
    readonly limits?: Partial<Resources["limits"]>;
  };
  /** Timing of its probes that differs from the service's definition. @default - as the definition says */
  readonly probes?: { readonly readiness?: ProbeTiming; readonly liveness?: ProbeTiming };
  /** How a new version takes over. @default - as the service's definition says */
  readonly strategy?: Strategy;
  /** Its slot, and the change of version that is under way. @default - one version, in the first slot */
  readonly release?: Release;
  /** The set that its newest version comes or came in. @default - it changes alone */
  readonly set?: SetPart;
}

/** A version of a service, and the set that it comes or came in. */
export interface ServiceVersion extends ImageVersion {
  /** @default - it came alone */
  readonly set?: SetPart;
}

/** The version that a service runs once the change that is under way, if one is, has been brought to its end. */
export function comingVersion({
  image,
  release,
  set,
}: Pick<ServiceSettings, "image" | "release" | "set">): ServiceVersion {
  const { tag, digest } = release?.rollout?.next ?? image;
  return { tag, digest, ...(set && { set }) };
}

/** How a new version of a service takes over. */
export function strategyOf(service: ServiceName, { strategy }: Pick<ServiceSettings, "strategy">): Strategy {
  return strategy ?? definitionOf(service).strategy;
}

/** What a service's container asks for and may use in an environment. */
export function resourcesOf(service: ServiceName, { resources = {} }: Pick<ServiceSettings, "resources">): Resources {
  const { requests, limits } = definitionOf(service).resources;
  return { requests: { ...requests, ...resources.requests }, limits: { ...limits, ...resources.limits } };
}

/** A service's probes in an environment: every service's timing, then its own, then the environment's. */
export function probesOf(service: ServiceName, { probes = {} }: Pick<ServiceSettings, "probes">): Probes {
  const { readiness, liveness } = definitionOf(service).probes;
  return {
    readiness: { ...PROBE_TIMING.readiness, ...readiness, ...probes.readiness },
    ...(liveness && { liveness: { ...PROBE_TIMING.liveness, ...liveness, ...probes.liveness } }),
  };
}

/** What is wrong with what an environment says of a service's container. */
export function checkContainerSettings(service: ServiceName, settings: ServiceSettings): readonly Problem[] {
  const timesNothing = settings.probes?.liveness !== undefined && definitionOf(service).probes.liveness === undefined;
  const problem = {
    path: "probes.liveness",
    message:
      `${service} has no liveness probe, so there is nothing to time. Take it out, or give it one in ` +
      `infra/services/${service}.ts.`,
  };
  return [
    ...under("resources", checkResources(resourcesOf(service, settings))),
    ...under("probes", checkProbes(probesOf(service, settings))),
    ...(timesNothing ? [problem] : []),
  ];
}
