import { SERVICE_DEFINITIONS } from "./services";
import type { DatabaseDefinition, ServiceDefinition } from "./services/definition";

/** Label `app.kubernetes.io/part-of` of everything. */
export const SYSTEM = "thoughts";

/** The team that answers for what is no service. */
export const OWNER = "thoughts";

/** The name of each of some definitions, in their order. */
export type NamesOf<Definitions extends readonly ServiceDefinition[]> = {
  readonly [Index in keyof Definitions]: Definitions[Index]["name"];
};

/** The names of those of some definitions that have a database. */
export type BackendNameOf<Definitions extends readonly ServiceDefinition[]> = Extract<
  Definitions[number],
  { readonly database: DatabaseDefinition }
>["name"];

export type ServiceName = NamesOf<typeof SERVICE_DEFINITIONS>[number];
/** A service that has a database. */
export type BackendName = BackendNameOf<typeof SERVICE_DEFINITIONS>;

const DEFINITIONS: ReadonlyMap<string, ServiceDefinition> = new Map(
  SERVICE_DEFINITIONS.map((definition) => [definition.name, definition]),
);

/** The services, each after those that it calls. */
export const SERVICES = SERVICE_DEFINITIONS.map(({ name }) => name) as unknown as NamesOf<typeof SERVICE_DEFINITIONS>;
/** Those of them that have a database. */
export const BACKENDS: readonly BackendName[] = SERVICES.filter(isBackend);
/** Those of them that everybody reaches. */
export const PUBLIC_SERVICES: readonly ServiceName[] = SERVICES.filter(
  (name) => definitionOf(name).audience.kind === "public",
);

export function definitionOf(service: ServiceName): ServiceDefinition {
  return known(service, DEFINITIONS.get(service));
}

export function isBackend(service: ServiceName): service is BackendName {
  return definitionOf(service).database !== undefined;
}

export function databaseOf(backend: BackendName): DatabaseDefinition {
  return known(backend, definitionOf(backend).database);
}

/** A value for each service. */
export function byService<T>(valueOf: (service: ServiceName) => T): Readonly<Record<ServiceName, T>> {
  return recordOf(SERVICES, valueOf);
}

/** A value for each service that has a database. */
export function byBackend<T>(valueOf: (backend: BackendName) => T): Readonly<Record<BackendName, T>> {
  return recordOf(BACKENDS, valueOf);
}

/** A value for each name. */
export function recordOf<Name extends string, T>(
  names: readonly Name[],
  valueOf: (name: Name) => T,
): Readonly<Record<Name, T>> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, T>;
}

function known<T>(service: string, found: T | undefined): T {
  if (found === undefined) {
    throw new Error(`infra/services/index.ts lists no such service as ${service}.`);
  }
  return found;
}
