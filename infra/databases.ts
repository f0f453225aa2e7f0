import type * as pulumi from "@pulumi/pulumi";
import { type PostgresArgs, PostgresServer, postgresSidecar } from "../components/database/postgres";
import { type Container, fromSecret, type Variable } from "../components/workload/container";
import versions from "../versions.json";
import { type Application, imageOf, inNamespace, OWNER, SYSTEM } from "./application";
import type { BackendName, Environment } from "./environment";

/** Both backends use a database of this name, each on a server of its own (seed-facts section 1.2). */
const DATABASE_NAME = "thoughts";
export const DATABASE_USER = "postgres";

/** Numeric id of `postgres` in the database images. */
const DATABASE_UID = 999;

const REPOSITORIES: Readonly<Record<BackendName, string>> = {
  "users-backend": "users_backend_db",
  "thoughts-backend": "thoughts_backend_db",
};

/** A backend's database, as the backend sees it. */
export interface Database {
  /** Containers that go into the backend's pod. */
  readonly sidecars: readonly Container[];
  /** Variables on top of `shared-config`. */
  readonly environment: Readonly<Record<string, Variable>>;
  /** What must be there before the backend starts. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Host name of a backend's database. */
export function databaseHost({ database }: Environment, backend: BackendName): string {
  switch (database.kind) {
    case "sidecar":
      return "127.0.0.1";
    case "statefulSet":
      return `${backend}-db`;
    case "external":
      return database.hosts[backend];
    default:
      return database satisfies never;
  }
}

/** Makes a backend's database where the environment wants it, if it is not there already. */
export function createDatabase(application: Application, backend: BackendName): Database {
  const { environment, credentials, namespace } = application;
  const password = fromSecret(credentials, "postgres-password");
  const host = databaseHost(environment, backend);
  const shared = databaseHost(environment, "thoughts-backend");
  const variables = {
    POSTGRES_DB: DATABASE_NAME,
    POSTGRES_PASSWORD: password,
    // shared-config has room for one host; a backend whose server is another one says so itself.
    ...(host !== shared && { POSTGRES_HOST: host }),
  };
  const args: PostgresArgs = {
    image: imageOf(application, REPOSITORIES[backend], { tag: versions.images.postgres }),
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    database: DATABASE_NAME,
    user: DATABASE_USER,
    runAsUser: DATABASE_UID,
    password,
  };
  switch (environment.database.kind) {
    case "sidecar":
      return { sidecars: [postgresSidecar(`${backend}-db`, args)], environment: variables, dependsOn: [] };
    case "external":
      return { sidecars: [], environment: variables, dependsOn: [] };
    case "statefulSet": {
      const server = new PostgresServer(
        host,
        {
          ...args,
          namespace: namespace.metadata.name,
          partOf: SYSTEM,
          owner: OWNER,
          storage: environment.database.storage,
        },
        inNamespace(application),
      );
      return { sidecars: [], environment: variables, dependsOn: [server] };
    }
    default:
      return environment.database satisfies never;
  }
}
