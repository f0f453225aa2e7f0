import type * as pulumi from "@pulumi/pulumi";
import { DatabaseAccess } from "../components/database/database-access";
import { POSTGRES_PORT, type PostgresArgs, PostgresServer, postgresSidecar } from "../components/database/postgres";
import { PodIdentity } from "../components/identity/pod-identity";
import { type Container, fromSecret, type Variable } from "../components/workload/container";
import type { Dependency } from "../components/workload/network-policy";
import versions from "../versions.json";
import { type Application, imageOf } from "./application";
import { demandAws } from "./aws-account";
import { DATABASE_NAME, databaseHost, databaseUser } from "./database-names";
import { inNamespace } from "./namespace";
import { OWNER, SYSTEM } from "./system";
import type { BackendName } from "./environment";
import { DATABASE_REPOSITORIES, TOOLS_REPOSITORY } from "./repositories";

/** Numeric id of `postgres` in the database images. */
const DATABASE_UID = 999;

/** A backend's database, as the backend sees it. */
export interface Database {
  /** Containers that go into the backend's pod. */
  readonly sidecars: readonly Container[];
  /** Variables on top of `shared-config`. */
  readonly environment: Readonly<Record<string, Variable>>;
  /** Where the backend's pods connect to. */
  readonly access: readonly Dependency[];
  /** What must be there before the backend starts. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** What migrates a backend's database, which therefore lets it in. */
export function migrationName(backend: BackendName): string {
  return `${backend}-migration`;
}

/** Makes a backend's database where the environment wants it, if it is not there already. */
export function createDatabase(application: Application, backend: BackendName): Database {
  const { environment, credentials, namespace } = application;
  const host = databaseHost(environment, backend);
  const shared = databaseHost(environment, "thoughts-backend");
  const variables = {
    POSTGRES_DB: DATABASE_NAME,
    POSTGRES_PASSWORD: fromSecret(credentials, "postgres-password"),
    // shared-config has room for one host; a backend whose server is another one says so itself.
    ...(host !== shared && { POSTGRES_HOST: host }),
  };
  switch (environment.database.kind) {
    case "sidecar":
      return {
        sidecars: [postgresSidecar(`${backend}-db`, serverOf(application, backend))],
        environment: variables,
        access: [],
        dependsOn: [],
      };
    case "rds":
      return {
        sidecars: [],
        // The server takes no connection that is not encrypted.
        environment: { ...variables, PGSSLMODE: "require" },
        access: RDS_ACCESS,
        dependsOn: [createAccess(application, backend)],
      };
    case "statefulSet": {
      const server = new PostgresServer(
        host,
        {
          ...serverOf(application, backend),
          namespace: namespace.metadata.name,
          partOf: SYSTEM,
          owner: OWNER,
          storage: environment.database.storage,
          storageClassName: application.foundation.storageClassName,
          callers: [backend, migrationName(backend)].map((app) => ({ kind: "app", app })),
        },
        inNamespace(application),
      );
      const access: Dependency = { to: { kind: "app", app: host }, port: POSTGRES_PORT };
      return { sidecars: [], environment: variables, access: [access], dependsOn: [server] };
    }
    default:
      return environment.database satisfies never;
  }
}

/** A server that runs in the cluster. */
function serverOf(application: Application, backend: BackendName): PostgresArgs {
  return {
    image: imageOf(application, DATABASE_REPOSITORIES[backend], { tag: versions.images.postgres }),
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    database: DATABASE_NAME,
    user: databaseUser(application.environment),
    runAsUser: DATABASE_UID,
    password: fromSecret(application.credentials, "postgres-password"),
  };
}

/** Servers are known by name, which a policy can't say; their own security groups know whom they let in. */
const RDS_ACCESS: readonly Dependency[] = [{ to: { kind: "anywhere" }, port: POSTGRES_PORT }];

/** Numeric id of the user in the image of the tools. */
const TOOLS_UID = 1000;

/** Lets a backend into its database in RDS; nobody but the server's master can. */
function createAccess(application: Application, backend: BackendName): DatabaseAccess {
  const { environment, credentials, namespace } = application;
  const { server, identity, region } = createAccessIdentity(application, backend);
  return new DatabaseAccess(
    accessName(backend),
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner: OWNER,
      masterSecretArn: server.masterSecretArn,
      access: RDS_ACCESS,
      credentials: credentials.secretName,
      user: TOOLS_UID,
      container: {
        name: "grant-access",
        image: imageOf(application, TOOLS_REPOSITORY, { tag: versions.databaseTools }),
        args: ["grant-access"],
        resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "128Mi" } },
        environment: {
          AWS_REGION: region,
          DATABASE_ENGINE: "POSTGRESQL",
          POSTGRES_HOST: databaseHost(environment, backend),
          POSTGRES_DB: DATABASE_NAME,
          POSTGRES_USER: databaseUser(environment),
          POSTGRES_PASSWORD: fromSecret(credentials, "postgres-password"),
          PGSSLMODE: "require",
        },
      },
    },
    { ...inNamespace(application), dependsOn: [server, identity] },
  );
}

/** The pods that give access may read the master's password, and do nothing else on AWS. */
function createAccessIdentity({ foundation, namespace }: Application, backend: BackendName) {
  const { eks, databases } = foundation;
  const { provider, region, key, transforms } = demandAws(foundation.aws, "rds");
  if (eks === undefined || databases === undefined) {
    throw new Error(`"rds" needs the platform "eks"; checkEnvironment refuses this.`);
  }
  const server = databases[backend];
  const identity = new PodIdentity(
    `${accessName(backend)}-identity`,
    {
      clusterName: eks.cluster.clusterName,
      namespace: namespace.metadata.name,
      serviceAccount: accessName(backend),
      statements: [
        { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: server.masterSecretArn },
        { Effect: "Allow", Action: "kms:Decrypt", Resource: key.arn },
      ],
    },
    { provider, transforms },
  );
  return { server, identity, region };
}

function accessName(backend: BackendName): string {
  return `${backend}-db-access`;
}
