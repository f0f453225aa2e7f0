import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { misfit } from "../base/formats";
import { contentName } from "../base/names";
import type { LogRetentionDays } from "../base/log-retention";
import type { Problem } from "../base/problems";
import { refuse } from "../base/refusal";
import { POSTGRES_PORT } from "./postgres";
import { checkUpgrade, isMinor, majorOf } from "./postgres-versions";
import { ServerChanges } from "./server-changes";

/** How big and how safe a managed server is. */
export interface RdsSize {
  /** `db.t4g.medium` */
  readonly instanceClass: string;
  /** GiB at first. */
  readonly storageGib: number;
  /** GiB that it may grow to by itself. */
  readonly maxStorageGib: number;
  /** A second server in another zone takes over within a minute or two. */
  readonly multiAz: boolean;
  /** Days for which any moment can be had back; 7 at least. */
  readonly backupRetentionDays: number;
}

/** The logs that a server writes to CloudWatch. */
const LOGS = ["postgresql", "upgrade"] as const;
type LogName = (typeof LOGS)[number];

const CHILDREN = {
  changes: ServerChanges,
  record: aws.route53.Record,
  "security-group": aws.ec2.SecurityGroup,
  "ingress-rule": each(aws.vpc.SecurityGroupIngressRule, (client) => `ingress-${client}`),
  "subnet-group": aws.rds.SubnetGroup,
  "parameter-group": aws.rds.ParameterGroup,
  "log-group": each(aws.cloudwatch.LogGroup, (log: LogName) => `${log}-log-group`),
  instance: aws.rds.Instance,
};

export interface RdsPostgresArgs extends RdsSize, Transformable<typeof CHILDREN> {
  /** Name of the server in RDS. */
  readonly identifier: string;
  /** Version of PostgreSQL: `15` takes minor versions as they come, in the maintenance window; `15.20` stays what it is. */
  readonly version: string;
  /**
   * The major version that a change may bring it to, at once and for good: the server is away for minutes.
   * @default - no other than it has
   */
  readonly upgradeTo?: string | undefined;
  /**
   * Whether changes that stop the server, or slow it down, are made at once, and not in the maintenance window. What waits
   * already goes with the next change.
   * @default false
   */
  readonly applyImmediately?: boolean | undefined;
  readonly database: string;
  readonly vpcId: pulumi.Input<string>;
  /** In two zones or more. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** The security group of whoever connects, by what they are. */
  readonly clients: Readonly<Record<string, pulumi.Input<string>>>;
  /** Encrypts storage, backups, logs and the master's password. */
  readonly keyArn: pulumi.Input<string>;
  /** Days that its logs are kept for. */
  readonly logRetentionDays: LogRetentionDays;
  /** The zone inside the VPC that gives it a name, and that name. */
  readonly name: { readonly zoneId: pulumi.Input<string>; readonly host: string };
  /** Whether the engine and RDS refuse to delete it. */
  readonly protect: boolean;
  /** Tags on top of the provider's. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The user that RDS makes, and whose password it keeps in Secrets Manager and changes every seven days. No service is it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export const MASTER_USER = "master";

/** Seconds for which clients remember its name: as long as they may talk to a server that was replaced. */
const NAME_TTL = 30;
/** In UTC, one after the other, when Oregon sleeps. */
const BACKUP_WINDOW = "09:00-09:30";
const MAINTENANCE_WINDOW = "tue:10:00-tue:11:00";
const STORAGE_TYPE = "gp3";
/** Days of Performance Insights that cost nothing. */
const INSIGHTS_DAYS = 7;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export function checkRdsSize(size: RdsSize): readonly Problem[] {
  const { instanceClass, storageGib, maxStorageGib, backupRetentionDays } = size;
  const problems: Problem[] = [];
  if (!/^db\.[a-z0-9]+\.[a-z0-9]+$/.test(instanceClass)) {
    problems.push({
      path: "instanceClass",
      message: `"${instanceClass}" is no instance class of RDS; use one such as "db.t4g.medium".`,
    });
  }
  if (!Number.isInteger(storageGib) || storageGib < 20) {
    problems.push({ path: "storageGib", message: `${storageGib} is too little; use a whole number of GiB from 20.` });
  }
  if (!Number.isInteger(maxStorageGib) || maxStorageGib < storageGib * 1.1) {
    problems.push({
      path: "maxStorageGib",
      message: `${maxStorageGib} leaves ${storageGib} no room to grow; use a tenth more at least.`,
    });
  }
  if (!Number.isInteger(backupRetentionDays) || backupRetentionDays < 7 || backupRetentionDays > 35) {
    problems.push({
      path: "backupRetentionDays",
      message: `${backupRetentionDays} days are not allowed; use 7 to 35: a week is how long a mistake may stay unseen.`,
    });
  }
  return problems;
}

export function checkRdsPostgres(args: RdsPostgresArgs): readonly Problem[] {
  const misnamed = misfit("databaseIdentifier", args.identifier, "name of a server");
  return [
    ...(misnamed === undefined ? [] : [{ path: "identifier", message: misnamed }]),
    ...checkUpgrade(args),
    ...checkRdsSize(args),
  ];
}

/**
 * A PostgreSQL server that AWS runs: encrypted, backed up, reached over TLS by the named clients only, and by a name of our
 * own, which a restored server takes over without any client's configuration changing.
 * @throws {ProblemsError} from {@link checkRdsPostgres}, before the first child
 */
export class RdsPostgres extends Component<typeof CHILDREN> {
  /** The name it is reached by; known once it answers. */
  readonly host: pulumi.Output<string>;
  /** The name that AWS gave it, which is the one in its certificate. */
  readonly address: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** What AWS calls this very server; one that takes its place, and its name, has another. */
  readonly serverId: pulumi.Output<string>;
  /** The master's user name and password, in Secrets Manager. */
  readonly masterSecretArn: pulumi.Output<string>;
  /** What people are told of changes that wait for the maintenance window. */
  readonly waits: pulumi.Output<readonly string[]>;

  constructor(name: string, args: RdsPostgresArgs, opts: pulumi.ComponentResourceOptions) {
    refuse(`database ${name}`, checkRdsPostgres(args));
    super("database:RdsPostgres", name, CHILDREN, args, opts);
    const wanted = this.#instanceArgs(args, this.#securityGroup(args));
    const changes = this.#changes(args, this.argsOf("instance", wanted));
    const logs = LOGS.map((log) => this.#logGroup(log, args));
    const instance = this.make("instance", wanted, { protect: args.protect, dependsOn: [changes, ...logs] });
    const record = this.make("record", {
      zoneId: args.name.zoneId,
      name: args.name.host,
      type: "CNAME",
      ttl: NAME_TTL,
      records: [instance.address],
    });
    this.host = record.fqdn;
    this.address = instance.address;
    this.arn = instance.arn;
    this.serverId = instance.resourceId;
    this.masterSecretArn = instance.masterUserSecrets.apply(([secret]) => secret?.secretArn ?? "");
    this.waits = changes.notes;
    this.registerOutputs({ host: this.host, arn: this.arn });
  }

  /**
   * What RDS makes in the window alone, of what the server is made with.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
   */
  #changes({ identifier, upgradeTo }: RdsPostgresArgs, wanted: aws.rds.InstanceArgs): ServerChanges {
    const settingOr = <T>(given: pulumi.Input<T | undefined> | undefined, otherwise: T) =>
      pulumi.output(given).apply((known) => known ?? otherwise);
    const engineVersion = settingOr(wanted.engineVersion, "");
    return this.make("changes", {
      kind: "rds",
      server: identifier,
      version: engineVersion,
      upgradeTo,
      maintenance: {
        window: settingOr(wanted.maintenanceWindow, MAINTENANCE_WINDOW),
        settings: {
          identifier: settingOr(wanted.identifier, identifier),
          engineVersion,
          instanceClass: wanted.instanceClass,
          allocatedStorage: settingOr(wanted.allocatedStorage, 0),
          storageType: settingOr(wanted.storageType, ""),
          multiAz: settingOr(wanted.multiAz, false),
        },
        applyImmediately: settingOr(wanted.applyImmediately, false),
      },
    });
  }

  /** Who may connect: its clients, at its port. It connects to nobody. */
  #securityGroup({ vpcId, clients, tags }: RdsPostgresArgs): aws.ec2.SecurityGroup {
    const group = this.make("security-group", { description: "Clients of the database", vpcId, tags });
    for (const [client, referencedSecurityGroupId] of Object.entries(clients)) {
      this.makeEach("ingress-rule", client, {
        securityGroupId: group.id,
        referencedSecurityGroupId,
        ipProtocol: "tcp",
        fromPort: POSTGRES_PORT,
        toPort: POSTGRES_PORT,
        description: `PostgreSQL for ${client}`,
        tags,
      });
    }
    return group;
  }

  /** Other parameters for another major version: a group keeps its family, and the new one is there before the old one goes. */
  #parameterGroup({ version, tags }: RdsPostgresArgs): aws.rds.ParameterGroup {
    return this.make("parameter-group", {
      family: `postgres${majorOf(version)}`,
      parameters: [
        { name: "rds.force_ssl", value: "1" },
        // Slower statements show up in the log, with what they waited for.
        { name: "log_min_duration_statement", value: "1000" },
        { name: "log_lock_waits", value: "1" },
      ],
      tags,
    });
  }

  #instanceArgs(args: RdsPostgresArgs, securityGroup: aws.ec2.SecurityGroup): aws.rds.InstanceArgs {
    const { identifier, version, tags } = args;
    const subnets = this.make("subnet-group", { subnetIds: [...args.subnetIds], tags });
    const parameters = this.#parameterGroup(args);
    return {
      identifier,
      engine: "postgres",
      engineVersion: version,
      ...upgrade(args),
      // After its standard support AWS would keep it running, for a price.
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      instanceClass: args.instanceClass,
      dbName: args.database,
      username: MASTER_USER,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: args.keyArn,
      ...storage(args),
      ...safety(args),
      finalSnapshotIdentifier: finalSnapshot(args, subnets.name),
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [securityGroup.id],
      publiclyAccessible: false,
      parameterGroupName: parameters.name,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: args.keyArn,
      performanceInsightsRetentionPeriod: INSIGHTS_DAYS,
      enabledCloudwatchLogsExports: [...LOGS],
      maintenanceWindow: MAINTENANCE_WINDOW,
      // A named minor version stays: one that came by itself would be drift, and RDS goes back to none.
      autoMinorVersionUpgrade: !isMinor(version),
      tags,
    };
  }

  /**
   * The group that RDS writes to; made first, so that it is not RDS that makes it, unencrypted and to be kept for ever.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
   */
  #logGroup(log: LogName, { identifier, logRetentionDays, keyArn, tags }: RdsPostgresArgs): aws.cloudwatch.LogGroup {
    return this.makeEach("log-group", log, {
      name: `/aws/rds/instance/${identifier}/${log}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: keyArn,
      tags,
    });
  }
}

/**
 * An upgrade is not left to the maintenance window: the new parameter group would already be there, and fits the new version
 * alone.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
 */
function isAtOnce({ upgradeTo, applyImmediately = false }: RdsPostgresArgs): boolean {
  return applyImmediately || upgradeTo !== undefined;
}

function upgrade(args: RdsPostgresArgs): Partial<aws.rds.InstanceArgs> {
  return {
    ...(args.upgradeTo !== undefined && { allowMajorVersionUpgrade: true }),
    ...(isAtOnce(args) && { applyImmediately: true }),
  };
}

function storage({ storageGib, maxStorageGib, keyArn }: RdsPostgresArgs): Partial<aws.rds.InstanceArgs> {
  return {
    allocatedStorage: storageGib,
    maxAllocatedStorage: maxStorageGib,
    storageType: STORAGE_TYPE,
    storageEncrypted: true,
    kmsKeyId: keyArn,
  };
}

/**
 * The name of the snapshot that is made when it is deleted. A second one of that name is refused, and with it the deletion.
 * @param life differs each time the environment is made: a name with Pulumi's random end
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
 */
function finalSnapshot(
  { identifier, database, keyArn }: RdsPostgresArgs,
  life: pulumi.Input<string>,
): pulumi.Output<string> {
  // What replaces the server is in it too.
  return pulumi
    .all([life, database, keyArn])
    .apply((content) => contentName(`${identifier}-final`, { content: JSON.stringify(content) }));
}

function safety({ multiAz, backupRetentionDays, protect }: RdsPostgresArgs): Partial<aws.rds.InstanceArgs> {
  return {
    multiAz,
    backupRetentionPeriod: backupRetentionDays,
    backupWindow: BACKUP_WINDOW,
    copyTagsToSnapshot: true,
    // Backups outlive a server that somebody deleted by mistake.
    deleteAutomatedBackups: false,
    skipFinalSnapshot: false,
    deletionProtection: protect,
  };
}
