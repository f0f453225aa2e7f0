import type { EksCluster } from "../../components/cluster/eks-cluster";
import { RdsPostgres, type RdsPostgresArgs, type RdsSize } from "../../components/database/rds-postgres";
import { PrivateZone } from "../../components/network/private-zone";
import versions from "../../versions.json";
import { managedDatabaseName } from "../account/names";
import type { OpenAccount } from "../account/aws-account";
import type { EksFoundation } from "../cluster";
import type { Environment } from "../environment";
import type { DatabaseInCluster } from "../platform";
import { isProtected } from "../protection";
import { type BackendName, byBackend } from "../system";
import { DATABASE_NAME, managedDatabaseDomain, managedDatabaseHost } from "./names";

/** Where databases are, with what is made of them already. */
export type DatabaseFoundation = DatabaseInCluster | ManagedDatabases;

/** A server in RDS for each backend, and what may be used to reach it. */
export interface ManagedDatabases {
  readonly kind: "rds";
  readonly servers: Readonly<Record<BackendName, RdsPostgres>>;
  readonly account: OpenAccount;
  /** Whose nodes alone can reach them. */
  readonly cluster: EksCluster;
}

/** Makes a server in RDS for each backend. */
export function createManagedDatabases(
  environment: Environment,
  size: RdsSize & Pick<RdsPostgresArgs, "logRetentionDays" | "upgradeTo" | "applyImmediately">,
  account: OpenAccount,
  { network, cluster }: EksFoundation,
): ManagedDatabases {
  const { provider, key } = account;
  const zone = new PrivateZone(
    "internal",
    { domain: managedDatabaseDomain(environment.name), vpcId: network.vpcId },
    { provider },
  );
  const servers = byBackend((backend) => {
    const name = `${backend}-db` as const;
    return new RdsPostgres(
      name,
      {
        ...size,
        identifier: managedDatabaseName(environment.name, backend),
        version: versions.rdsPostgres,
        database: DATABASE_NAME,
        vpcId: network.vpcId,
        subnetIds: network.privateSubnetIds,
        clients: { nodes: cluster.securityGroupId },
        keyArn: key.arn,
        name: { zoneId: zone.zoneId, host: managedDatabaseHost(environment.name, backend) },
        protect: isProtected(name, environment),
        tags: { service: backend },
      },
      { provider },
    );
  });
  return { kind: "rds", servers, account, cluster };
}
