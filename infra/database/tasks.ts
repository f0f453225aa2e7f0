import { DatabaseAccess } from "../../components/database/database-access";
import { POSTGRES_PORT } from "../../components/database/postgres";
import type { RdsPostgres } from "../../components/database/rds-postgres";
import { RestoreDrill } from "../../components/database/restore-drill";
import { PodIdentity } from "../../components/identity/pod-identity";
import type { Statement } from "../../components/identity/service-role";
import { fromSecret, type Variable } from "../../components/workload/container";
import type { Dependency } from "../../components/workload/network-policy";
import type { Task } from "../../components/workload/task";
import versions from "../../versions.json";
import { managedDatabaseName } from "../account/names";
import type { Application } from "../application";
import { imageOf } from "../surroundings";
import { inNamespace } from "../namespace";
import { TOOLS_REPOSITORY } from "../registry/repositories";
import { type BackendName, databaseOf, OWNER, SYSTEM } from "../system";
import type { ManagedDatabases } from "./managed";
import { DATABASE_NAME, DATABASE_OWNER, databaseHost, databaseUser } from "./names";

/** Servers are known by name, which a policy can't say; their own security groups know whom they let in. */
export const RDS_DEPENDENCIES: readonly Dependency[] = [{ to: { kind: "anywhere" }, port: POSTGRES_PORT }];

/** A server takes encrypted connections only. Its certificate is for the name that AWS gave it, not for that of our zone. */
export function verification({ address }: RdsPostgres): Readonly<Record<string, Variable>> {
  return { PGSSLMODE: "verify-full", POSTGRES_TLS_NAME: address };
}

/** Numeric id of the user in the image of the tools. */
const TOOLS_UID = 1000;

/** Lets a backend into its database in RDS; nobody but the server's master can. Its pods may read the master's password. */
export function createDatabaseAccess(
  application: Application,
  backend: BackendName,
  databases: ManagedDatabases,
): DatabaseAccess {
  const { key } = databases.account;
  const server = databases.servers[backend];
  const name = `${backend}-db-access`;
  const identity = createIdentity(application, databases, name, [
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: server.masterSecretArn },
    { Effect: "Allow", Action: "kms:Decrypt", Resource: key.arn },
  ]);
  return new DatabaseAccess(
    name,
    {
      ...inSystem(application),
      ...taskOf(application, backend, "grant-access", databases, {
        MASTER_SECRET_ARN: server.masterSecretArn,
        POSTGRES_OWNER: DATABASE_OWNER,
      }),
    },
    { ...inNamespace(application), dependsOn: [server, identity] },
  );
}

/** Shows week by week that a backend's database in RDS can be had back. Its pods may make and delete the copy, and nothing else. */
export function createRestoreDrill(
  application: Application,
  backend: BackendName,
  databases: ManagedDatabases,
  access: DatabaseAccess,
): RestoreDrill {
  const { environment } = application;
  const { account, region, key } = databases.account;
  const name = `${backend}-restore-drill`;
  const server = managedDatabaseName(environment.name, backend);
  const copy = `${server}-drill`;
  const rds = `arn:aws:rds:${region}:${account}`;
  const identity = createIdentity(application, databases, name, [
    { Effect: "Allow", Action: "rds:DescribeDBInstances", Resource: [`${rds}:db:${server}`, `${rds}:db:${copy}`] },
    {
      Effect: "Allow",
      Action: "rds:RestoreDBInstanceToPointInTime",
      Resource: [`db:${server}`, `db:${copy}`, "subgrp:*", "pg:*", "og:default:*"].map((part) => `${rds}:${part}`),
    },
    { Effect: "Allow", Action: ["rds:AddTagsToResource", "rds:DeleteDBInstance"], Resource: `${rds}:db:${copy}` },
    {
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:DescribeKey"],
      Resource: key.arn,
      Condition: { StringEquals: { "kms:ViaService": `rds.${region}.amazonaws.com` } },
    },
  ]);
  return new RestoreDrill(
    name,
    {
      ...inSystem(application),
      ...taskOf(application, backend, "drill-restore", databases, { DRILL_SERVER: server, DRILL_COPY: copy }),
      schedule: databaseOf(backend).drillSchedule,
    },
    { ...inNamespace(application), dependsOn: [access, identity] },
  );
}

/** What the pods of an account may do on AWS, and nothing else. */
function createIdentity(
  application: Application,
  { account: { provider, transforms }, cluster }: ManagedDatabases,
  serviceAccount: string,
  statements: readonly Statement[],
) {
  return new PodIdentity(
    `${serviceAccount}-identity`,
    {
      clusterName: cluster.clusterName,
      namespace: application.namespace.metadata.name,
      serviceAccount,
      statements,
    },
    { provider, transforms },
  );
}

function inSystem({ namespace }: Application) {
  return { namespace: namespace.metadata.name, partOf: SYSTEM, owner: OWNER };
}

/** A command of the database tools, for whom the server is what it is for the backend. */
function taskOf(
  application: Application,
  backend: BackendName,
  command: string,
  { account, servers }: ManagedDatabases,
  told: Readonly<Record<string, Variable>>,
): Task {
  const { environment, credentials } = application;
  return {
    user: TOOLS_UID,
    dependencies: RDS_DEPENDENCIES,
    container: {
      name: command,
      image: imageOf(application, TOOLS_REPOSITORY, { tag: versions.databaseTools }),
      args: [command],
      resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      environment: {
        AWS_REGION: account.region,
        DATABASE_ENGINE: "POSTGRESQL",
        POSTGRES_HOST: databaseHost(environment, backend),
        POSTGRES_DB: DATABASE_NAME,
        POSTGRES_USER: databaseUser(environment),
        POSTGRES_PASSWORD: fromSecret(credentials, "postgres-password"),
        ...verification(servers[backend]),
        ...told,
      },
    },
  };
}
