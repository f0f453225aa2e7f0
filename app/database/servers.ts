import {
  type DBInstance,
  DBInstanceNotFoundFault,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  RestoreDBInstanceToPointInTimeCommand,
  waitUntilDBInstanceAvailable,
  waitUntilDBInstanceDeleted,
} from "@aws-sdk/client-rds";

/** Where a server answers. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The most that AWS takes for a small server, generously, in seconds. */
const MAKE_SECONDS = 75 * 60;

/** Servers in RDS. The region and the permission are those of the pod. */
export class Servers {
  readonly #client = new RDSClient({});
  readonly #pauseSeconds: number;

  /** @param pauseSeconds between two looks at something that takes minutes */
  constructor(pauseSeconds: number) {
    this.#pauseSeconds = pauseSeconds;
  }

  /** The latest moment that can be had back; some five minutes ago. */
  async restorableUntil(name: string): Promise<Date> {
    const { LatestRestorableTime } = await this.#find(name);
    return LatestRestorableTime ?? new Date(0);
  }

  /**
   * Makes a copy as the server was at a moment, beside it: the same clients, the same settings, and nothing that would keep
   * the copy from being deleted.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html
   */
  async restore(name: string, copy: string, moment: Date): Promise<Endpoint> {
    const source = await this.#find(name);
    await this.#client.send(
      new RestoreDBInstanceToPointInTimeCommand({
        SourceDBInstanceIdentifier: name,
        TargetDBInstanceIdentifier: copy,
        RestoreTime: moment,
        DBInstanceClass: source.DBInstanceClass,
        DBSubnetGroupName: source.DBSubnetGroup?.DBSubnetGroupName,
        DBParameterGroupName: source.DBParameterGroups?.[0]?.DBParameterGroupName,
        VpcSecurityGroupIds: source.VpcSecurityGroups?.flatMap(({ VpcSecurityGroupId: id }) => (id ? [id] : [])),
        Tags: source.TagList?.filter(({ Key }) => !Key?.startsWith("aws:")),
        PubliclyAccessible: false,
        MultiAZ: false,
        DeletionProtection: false,
      }),
    );
    await waitUntilDBInstanceAvailable(this.#patience(), { DBInstanceIdentifier: copy });
    const { Endpoint } = await this.#find(copy);
    if (Endpoint?.Address === undefined || Endpoint.Port === undefined) {
      throw new Error(`${copy} is available, and RDS names no address of it.`);
    }
    return { host: Endpoint.Address, port: Endpoint.Port };
  }

  /** Deletes a copy for good, with its backups; one that is not there is none to delete. */
  async remove(copy: string): Promise<void> {
    try {
      await this.#client.send(
        new DeleteDBInstanceCommand({
          DBInstanceIdentifier: copy,
          SkipFinalSnapshot: true,
          DeleteAutomatedBackups: true,
        }),
      );
    } catch (error) {
      if (error instanceof DBInstanceNotFoundFault) {
        return;
      }
      throw error;
    }
    await waitUntilDBInstanceDeleted(this.#patience(), { DBInstanceIdentifier: copy });
  }

  async #find(name: string): Promise<DBInstance> {
    const { DBInstances = [] } = await this.#client.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }),
    );
    const [found] = DBInstances;
    if (found === undefined) {
      throw new Error(`RDS knows no server ${name}.`);
    }
    return found;
  }

  #patience() {
    const { client, delay } = { client: this.#client, delay: this.#pauseSeconds };
    return { client, minDelay: delay, maxDelay: delay, maxWaitTime: MAKE_SECONDS };
  }
}
