import type { Problem } from "../../components/base/problems";
import { isAtLeast, isOneCommit } from "../../components/base/version";
import type { ImageVersion } from "../../components/workload/image";
import type { Caller, Dependency, Peer } from "../../components/workload/network-policy";
import { definitionOf, PUBLIC_SERVICES, SERVICES, type ServiceName } from "../system";
import type { MinimumVersion } from "./definition";

/** What scrapes the services, and what takes their log lines; both in the services' namespace, known by their label `app`. */
export const PROMETHEUS_APP = "prometheus";
export const PROMETHEUS: Peer = { kind: "app", app: PROMETHEUS_APP };
const SYSLOG: Dependency = { to: { kind: "app", app: "syslog" }, port: 5140, protocol: "UDP" };

/** The services that one calls, in the order in which a change reaches them, each with the first version that will do. */
export function minimumsOf(service: ServiceName): readonly (readonly [ServiceName, MinimumVersion])[] {
  return Object.entries(definitionOf(service).calls) as [ServiceName, MinimumVersion][];
}

/** Who connects to a service's pods: the services that depend on it, and whoever scrapes them. */
export function callersOf(service: ServiceName): readonly Caller[] {
  // The page that people see is fetched from inside too, to see what they see.
  const watchers = PUBLIC_SERVICES.includes(service) ? ["blackbox-exporter"] : [];
  const peers = [...[...dependantsOf(service), ...watchers].map((app): Peer => ({ kind: "app", app })), PROMETHEUS];
  const { port } = definitionOf(service);
  return peers.map((from) => ({ from, port }));
}

/** What a service's pods connect to: the services it depends on, and syslog. */
export function dependenciesOf(service: ServiceName): readonly Dependency[] {
  const services = minimumsOf(service).map(([app]) => ({
    to: { kind: "app", app } as const,
    port: definitionOf(app).port,
  }));
  return [...services, SYSLOG];
}

/**
 * Every service that is to run in an earlier version than another one needs, with who needs it. Images of one commit fit each
 * other, although its hash has no place in the order of versions.
 * @param leaving what still answers beside the coming version, until a change is finished. @default - nothing does
 */
export function checkDependencies(
  coming: Readonly<Record<ServiceName, ImageVersion>>,
  leaving: Readonly<Partial<Record<ServiceName, ImageVersion>>> = {},
): readonly Problem[] {
  return SERVICES.flatMap((service) =>
    minimumsOf(service).flatMap(([name, minimum]) => {
      const needs = `${service} ${coming[service].tag} needs ${name} ${minimum} or later${chain(service)}`;
      const problem = (path: string, found: string, why: string, todo: string): readonly Problem[] =>
        isAtLeast(minimum, found) || isOneCommit(coming[service].tag, found)
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
  const [next] = dependantsOf(service);
  return next === undefined ? "" : `, and ${next} needs ${service}${chain(next)}`;
}

/** The services that call one. */
function dependantsOf(service: ServiceName): readonly ServiceName[] {
  return SERVICES.filter((name) => service in definitionOf(name).calls);
}
