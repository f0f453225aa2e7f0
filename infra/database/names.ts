import type { Environment } from "../environment";
import type { BackendName } from "../system";

/** Both backends use a database of this name, each on a server of its own (docs/system.md#configuration). */
export const DATABASE_NAME = "thoughts";

/** Who the backends are to their databases. The master of a server in RDS is somebody else, and nobody's service. */
export function databaseUser({ platform }: Environment): string {
  return platform.database.kind === "rds" ? "thoughts" : "postgres";
}

/** The names of an environment's own network end in it. */
export function managedDatabaseDomain(environment: string): string {
  return `${environment}.internal`;
}

/** The server's name for its clients, which stays when the server is another one. */
export function managedDatabaseHost(environment: string, backend: BackendName): string {
  return `${backend}-db.${managedDatabaseDomain(environment)}`;
}

/** Host name of a backend's database. */
export function databaseHost({ name, platform: { database } }: Environment, backend: BackendName): string {
  switch (database.kind) {
    case "sidecar":
      return "127.0.0.1";
    case "statefulSet":
      return `${backend}-db`;
    case "rds":
      return managedDatabaseHost(name, backend);
    default:
      return database satisfies never;
  }
}

/** The database whose host is in `shared-config`, which has room for one (docs/system.md#configuration). */
export function sharedDatabaseHost(environment: Environment): string {
  return databaseHost(environment, "thoughts-backend");
}
