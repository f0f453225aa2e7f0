import type { Problem } from "../../components/base/problems";
import { isAtLeast } from "../../components/base/version";
import type { ImageVersion } from "../../components/workload/image";
import type { Caller, Dependency, Peer } from "../../components/workload/network-policy";
import type { ServiceName } from "../environment";

type Version = `v${number}.${number}`;

/**
 * Which services each one calls, and the first version of each that has what is needed (seed-facts sections 1 and 9).
 * Nothing else gets through between their pods. A service is listed after what it needs, which is the order in which a
 * change reaches them. Raise a minimum together with the code that needs it.
 */
const DEPENDENCIES: Readonly<Record<ServiceName, Readonly<Partial<Record<ServiceName, Version>>>>> = {
  "users-backend": {},
  "thoughts-backend": { "users-backend": "v2.3" },
  frontend: { "users-backend": "v2.3", "thoughts-backend": "v1.6" },
};
const NAMES = Object.keys(DEPENDENCIES) as ServiceName[];

/** The port of every service's container. */
export const CONTAINER_PORT = 8000;

/** What scrapes the services, and what takes their log lines; both in the services' namespace, known by their label `app`. */
export const PROMETHEUS: Peer = { kind: "app", app: "prometheus" };
const SYSLOG: Dependency = { to: { kind: "app", app: "syslog" }, port: 5140, protocol: "UDP" };

/** The services that one calls, in the order in which a change reaches them, each with the first version that will do. */
export function minimumsOf(service: ServiceName): readonly (readonly [ServiceName, Version])[] {
  return Object.entries(DEPENDENCIES[service]) as [ServiceName, Version][];
}

/** Who connects to a service's pods: the services that depend on it, and whoever scrapes them. */
export function callersOf(service: ServiceName): readonly Caller[] {
  const services = NAMES.filter((name) => service in DEPENDENCIES[name]);
  // The page that people see is fetched from inside too, to see what they see.
  const watchers = service === "frontend" ? ["blackbox-exporter"] : [];
  const peers = [...[...services, ...watchers].map((app): Peer => ({ kind: "app", app })), PROMETHEUS];
  return peers.map((from) => ({ from, port: CONTAINER_PORT }));
}

/** What a service's pods connect to: the services it depends on, and syslog. */
export function dependenciesOf(service: ServiceName): readonly Dependency[] {
  const services = minimumsOf(service).map(([app]) => ({ to: { kind: "app", app } as const, port: CONTAINER_PORT }));
  return [...services, SYSLOG];
}

/**
 * Every service that is to run in an earlier version than another one needs, with who needs it.
 * @param leaving what still answers beside the coming version, until a change is finished. @default - nothing does
 */
export function checkDependencies(
  coming: Readonly<Record<ServiceName, ImageVersion>>,
  leaving: Readonly<Partial<Record<ServiceName, ImageVersion>>> = {},
): readonly Problem[] {
  return NAMES.flatMap((service) =>
    minimumsOf(service).flatMap(([name, minimum]) => {
      const needs = `${service} ${coming[service].tag} needs ${name} ${minimum} or later${chain(service)}`;
      const problem = (path: string, found: string, why: string, todo: string): readonly Problem[] =>
        isAtLeast(minimum, found)
          ? []
          : [{ path: `${name}.${path}`, message: `Version ${found} is incorrect (min ${minimum}): ${why}. ${todo}` }];
      const old = leaving[name];
      const wait = `or leave ${service} at a version that does without.`;
      return [
        ...problem("image.tag", coming[name].tag, needs, `Bring ${name} to ${minimum} first, ${wait}`),
        ...(old === undefined
          ? []
          : problem(
              "release",
              old.tag,
              `it still answers beside ${coming[name].tag}, and ${needs}`,
              `Finish the change of ${name} first, ${wait}`,
            )),
      ];
    }),
  );
}

/** Who in turn needs a service, nearest first: `, and frontend needs thoughts-backend`. */
function chain(service: ServiceName): string {
  const next = NAMES.find((name) => service in DEPENDENCIES[name]);
  return next === undefined ? "" : `, and ${next} needs ${service}${chain(next)}`;
}
