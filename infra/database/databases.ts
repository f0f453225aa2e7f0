import type * as pulumi from "@pulumi/pulumi";
import { POSTGRES_PORT, type PostgresArgs, PostgresServer, postgresSidecar } from "../../components/database/postgres";
import { type Container, fromSecret, type Variable } from "../../components/workload/container";
import type { Dependency } from "../../components/workload/network-policy";
import versions from "../../versions.json";
import type { Application } from "../application";
import { imageOf } from "../surroundings";
import { inNamespace } from "../namespace";
import { type BackendName, databaseOf, OWNER, SYSTEM } from "../system";
import { DATABASE_NAME, databaseHost, databaseUser, sharedDatabaseHost } from "./names";
import { createDatabaseAccess, createRestoreDrill, RDS_DEPENDENCIES, verification } from "./tasks";

/** Numeric id of `postgres` in the database images. */
const DATABASE_UID = 999;

/** A backend's database, as the backend sees it. */
export interface Database {
  /** Containers that go into the backend's pod. */
  readonly sidecars: readonly Container[];
  /** Variables on top of `shared-config`. */
  readonly environment: Readonly<Record<string, Variable>>;
  /** Where the backend's pods connect to. */
  readonly dependencies: readonly Dependency[];
  /**
   * The very server: one that takes its place has nothing in it.
   * @default - none: its data stay when it is replaced
   */
  readonly server?: pulumi.Input<string>;
  /** What must be there before the backend starts. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** What migrates a backend's database, which therefore lets it in. */
export function migrationName(backend: BackendName): string {
  return `${backend}-migration`;
}

/** Makes a backend's database where the environment wants it, if it is not there already. */
export function createDatabase(application: Application, backend: BackendName): Database {
  const { environment, foundation, credentials, namespace } = application;
  const { database, storageClassName } = foundation;
  const host = databaseHost(environment, backend);
  const variables = {
    POSTGRES_DB: DATABASE_NAME,
    POSTGRES_PASSWORD: fromSecret(credentials, "postgres-password"),
    // shared-config has room for one host; a backend whose server is another one says so itself.
    ...(host !== sharedDatabaseHost(environment) && { POSTGRES_HOST: host }),
  };
  switch (database.kind) {
    case "sidecar":
      return {
        sidecars: [postgresSidecar(`${backend}-db`, serverOf(application, backend))],
        environment: variables,
        dependencies: [],
        dependsOn: [],
      };
    case "rds": {
      const access = createDatabaseAccess(application, backend, database);
      createRestoreDrill(application, backend, database, access);
      return {
        sidecars: [],
        environment: { ...variables, ...verification(database.servers[backend]) },
        dependencies: RDS_DEPENDENCIES,
        server: database.servers[backend].serverId,
        dependsOn: [access],
      };
    }
    case "statefulSet": {
      const server = new PostgresServer(
        host,
        {
          ...serverOf(application, backend),
          namespace: namespace.metadata.name,
          partOf: SYSTEM,
          owner: OWNER,
          version: versions.images.postgres,
          upgradeTo: database.upgradeTo,
          storage: database.storage,
          ...(environment.asleep === true && { replicas: 0 }),
          storageClassName,
          callers: [backend, migrationName(backend)].map((app) => ({ kind: "app", app })),
        },
        inNamespace(application),
      );
      const listener: Dependency = { to: { kind: "app", app: host }, port: POSTGRES_PORT };
      return { sidecars: [], environment: variables, dependencies: [listener], dependsOn: [server] };
    }
    default:
      return database satisfies never;
  }
}

/** A server that runs in the cluster. */
function serverOf(application: Application, backend: BackendName): PostgresArgs {
  return {
    image: imageOf(application, databaseOf(backend).repository, { tag: versions.images.postgres }),
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    database: DATABASE_NAME,
    user: databaseUser(application.environment),
    runAsUser: DATABASE_UID,
    password: fromSecret(application.credentials, "postgres-password"),
  };
}
