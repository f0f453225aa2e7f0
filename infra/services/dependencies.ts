import type { Caller, Dependency, Peer } from "../../components/workload/network-policy";
import { SERVICES, type ServiceName } from "../environment";

/** Which services each one calls (seed-facts section 1). Nothing else gets through between their pods. */
export const DEPENDENCIES: Readonly<Record<ServiceName, readonly ServiceName[]>> = {
  "users-backend": [],
  "thoughts-backend": ["users-backend"],
  frontend: ["users-backend", "thoughts-backend"],
};

/** The port of every service's container. */
export const CONTAINER_PORT = 8000;

/** What scrapes the services, and what takes their log lines; both in the services' namespace, known by their label `app`. */
export const PROMETHEUS: Peer = { kind: "app", app: "prometheus" };
const SYSLOG: Dependency = { to: { kind: "app", app: "syslog" }, port: 5140, protocol: "UDP" };

/** Who connects to a service's pods: the services that depend on it, and whoever scrapes them. */
export function callersOf(service: ServiceName): readonly Caller[] {
  const services = SERVICES.filter((name) => DEPENDENCIES[name].includes(service));
  // The page that people see is fetched from inside too, to see what they see.
  const watchers = service === "frontend" ? ["blackbox-exporter"] : [];
  const peers = [...[...services, ...watchers].map((app): Peer => ({ kind: "app", app })), PROMETHEUS];
  return peers.map((from) => ({ from, port: CONTAINER_PORT }));
}

/** What a service's pods connect to: the services it depends on, and syslog. */
export function dependenciesOf(service: ServiceName): readonly Dependency[] {
  return [...DEPENDENCIES[service].map((app) => ({ to: { kind: "app", app } as const, port: CONTAINER_PORT })), SYSLOG];
}
