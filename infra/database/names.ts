import type { Environment } from "../environment";
import type { BackendName } from "../system";

/** Both backends use a database of this name, each on a server of its own (docs/system.md#configuration). */
export const DATABASE_NAME = "thoughts";

/** Whose the tables are, and one of the two users that the backends are in RDS. */
export const DATABASE_OWNER = "thoughts";
/** The other one: a new password is always that of the user whom no pod is yet. */
const OTHER_USER = "thoughts_clone";

/** Who the backends are to their databases. The master of a server in RDS is somebody else, and nobody's service. */
export function databaseUser({ platform: { database } }: Environment): string {
  if (database.kind !== "rds") {
    return "postgres";
  }
  return database.passwordGeneration % 2 === 1 ? DATABASE_OWNER : OTHER_USER;
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
