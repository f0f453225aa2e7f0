import { RdsPostgres, type RdsSize } from "../../components/database/rds-postgres";
import { PrivateZone } from "../../components/network/private-zone";
import versions from "../../versions.json";
import { type AwsAccount, demandAws } from "../account/aws-account";
import type { ClusterFoundation } from "../cluster";
import type { Environment } from "../environment";
import { isProtected } from "../protection";
import { type BackendName, byBackend } from "../system";
import { DATABASE_NAME, managedDatabaseDomain, managedDatabaseHost, managedDatabaseName } from "./names";

export type ManagedDatabases = Readonly<Record<BackendName, RdsPostgres>>;

/** A server in RDS for each backend, which the cluster's nodes alone can reach. */
export function createManagedDatabases(
  environment: Environment,
  size: RdsSize,
  account: AwsAccount,
  { eks }: ClusterFoundation,
): ManagedDatabases {
  if (eks === undefined) {
    throw new Error(`"rds" needs the platform "eks"; checkEnvironment refuses this.`);
  }
  const { network, cluster } = eks;
  const { provider, key } = demandAws(account, "rds");
  const zone = new PrivateZone(
    "internal",
    { domain: managedDatabaseDomain(environment.name), vpcId: network.vpcId },
    { provider },
  );
  return byBackend((backend) => {
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
}
