import { type AwsAccount, openAwsAccount } from "./account/aws-account";
import { createBudget } from "./account/budget";
import { type ClusterFoundation, createCluster } from "./cluster";
import { createManagedDatabases, type ManagedDatabases } from "./database/managed";
import { createEdge, type EdgeFoundation } from "./edge/edge";
import type { Environment } from "./environment";
import { createRegistries, type Registries } from "./registry/registries";

/** What applications stand on, as plain values. */
export interface Foundation extends ClusterFoundation, Registries {
  readonly aws: AwsAccount;
  /** @default - undefined where the cluster has its own way in */
  readonly edge: EdgeFoundation | undefined;
  /** @default - undefined where databases are in the cluster */
  readonly databases: ManagedDatabases | undefined;
}

/** Builds what is under the applications. */
export function createFoundation(environment: Environment): Foundation {
  const { database } = environment;
  const account = openAwsAccount(environment);
  const cluster = createCluster(environment, account);
  createBudget(environment, account);
  return {
    aws: account,
    ...cluster,
    ...createRegistries(environment, account),
    edge: createEdge(environment, account, cluster),
    databases: database.kind === "rds" ? createManagedDatabases(environment, database, account, cluster) : undefined,
  };
}
