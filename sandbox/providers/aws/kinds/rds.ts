import { z } from "zod";
import { asText, numberAt, textAt, type JsonObject } from "../../wire/json";
import type { Failure } from "../../wire/answers";
import { uuid } from "../eks-values";
import { digits, type Kind } from "../kind";
import { arn, count, oneOf, tags, text } from "../values";
import { securityGroup } from "./ec2";
import { refusedVersion } from "./postgres-versions";

const IDENTIFIER = text(
  /^(?!.*--)[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "1 to 63 lower-case letters, digits and single hyphens, a letter first",
);
const GROUP_NAME = text(/^(?!default$)[a-z0-9 ._-]{1,255}$/, `1 to 255 lower-case letters, digits and " ._-"`);

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html */
export const subnetGroup: Kind = {
  type: "aws:rds/subnetGroup:SubnetGroup",
  inputs: z.strictObject({
    name: GROUP_NAME,
    description: z.string().optional(),
    subnetIds: z
      .array(text(/^subnet-[0-9a-f]{8,17}$/, "ids such as subnet-0123456789abcdef0"))
      .min(2, { error: "DBSubnetGroupDoesNotCoverEnoughAZs: subnets in two availability zones are needed" }),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 255 },
  replaces: ["name"],
  tagged: true,
  references: [],
  key: (inputs) => textAt(inputs, "name"),
  taken: "DBSubnetGroupAlreadyExists",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, region }) => ({
    arn: `arn:aws:rds:${region}:${account}:subgrp:${textAt(inputs, "name")}`,
    description: inputs.description ?? "Managed by Pulumi",
    region,
  }),
};

/** Parameters that take effect at a restart only. @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html */
const STATIC = ["shared_preload_libraries", "max_connections", "shared_buffers", "wal_buffers"];

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html */
export const parameterGroup: Kind = {
  type: "aws:rds/parameterGroup:ParameterGroup",
  inputs: z.strictObject({
    name: text(/^(?!.*--)[a-z]([a-z0-9-]{0,253}[a-z0-9])?$/, "1 to 255 lower-case letters, digits and single hyphens"),
    family: text(/^postgres\d+$/, `a family such as "postgres15"`),
    description: z.string().optional(),
    parameters: z
      .array(
        z.strictObject({
          name: text(/^[a-z][a-z0-9_.]*$/, "a parameter's name"),
          value: z.string(),
          applyMethod: oneOf("immediate", "pending-reboot").optional(),
        }),
      )
      .optional(),
    tags: tags.optional(),
  }),
  rules: ({ parameters }) =>
    ((parameters ?? []) as JsonObject[])
      .filter((parameter) => STATIC.includes(textAt(parameter, "name")) && parameter.applyMethod !== "pending-reboot")
      .map((parameter) => ({
        property: "parameters",
        reason: `cannot use immediate apply method for static parameter ${textAt(parameter, "name")}; use pending-reboot`,
      })),
  name: { property: "name", maxLength: 255 },
  replaces: ["name", "family", "description"],
  tagged: true,
  references: [],
  key: (inputs) => textAt(inputs, "name"),
  taken: "DBParameterGroupAlreadyExists",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, region }) => ({
    arn: `arn:aws:rds:${region}:${account}:pg:${textAt(inputs, "name")}`,
    region,
  }),
};

const TIME = "([01]\\d|2[0-3]):[0-5]\\d";
const DAY = "(mon|tue|wed|thu|fri|sat|sun)";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export const instance: Kind = {
  type: "aws:rds/instance:Instance",
  inputs: z.strictObject({
    identifier: IDENTIFIER,
    engine: oneOf("postgres"),
    engineVersion: text(/^1[3-9](\.\d+)?$/, `a version such as "15" or "15.20"`),
    engineLifecycleSupport: oneOf(
      "open-source-rds-extended-support",
      "open-source-rds-extended-support-disabled",
    ).optional(),
    instanceClass: text(/^db\.[a-z0-9]+\.[a-z0-9]+$/, `an instance class such as "db.t4g.medium"`),
    allocatedStorage: count(20, 65_536),
    maxAllocatedStorage: count(20, 65_536).optional(),
    storageType: oneOf("gp2", "gp3", "io1", "io2").optional(),
    storageEncrypted: z.boolean().optional(),
    kmsKeyId: arn.optional(),
    dbName: text(/^[A-Za-z_]\w{0,62}$/, "1 to 63 letters, digits and underscores, no digit first").optional(),
    username: text(/^(?!(rdsadmin|admin|rds_superuser)$)[A-Za-z]\w{0,62}$/, "a name that is not reserved by RDS"),
    password: z.string().optional(),
    manageMasterUserPassword: z.boolean().optional(),
    masterUserSecretKmsKeyId: z.string().optional(),
    multiAz: z.boolean().optional(),
    dbSubnetGroupName: z.string().optional(),
    vpcSecurityGroupIds: z.array(z.string()).optional(),
    parameterGroupName: z.string().optional(),
    publiclyAccessible: z.boolean().optional(),
    port: count(1_150, 65_535).optional(),
    caCertIdentifier: z.string().optional(),
    backupRetentionPeriod: count(0, 35).optional(),
    backupWindow: text(new RegExp(`^${TIME}-${TIME}$`), `a time in UTC such as "09:00-09:30"`).optional(),
    maintenanceWindow: text(
      new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`),
      `a time in UTC such as "sun:10:00-sun:11:00"`,
    ).optional(),
    copyTagsToSnapshot: z.boolean().optional(),
    deleteAutomatedBackups: z.boolean().optional(),
    deletionProtection: z.boolean().optional(),
    skipFinalSnapshot: z.boolean().optional(),
    finalSnapshotIdentifier: text(
      /^(?!.*--)[A-Za-z]([\w-]{0,253}\w)?$/,
      "letters, digits and single hyphens",
    ).optional(),
    performanceInsightsEnabled: z.boolean().optional(),
    performanceInsightsKmsKeyId: arn.optional(),
    performanceInsightsRetentionPeriod: z
      .number()
      .refine((days) => days === 7 || days === 731 || (days % 31 === 0 && days > 0 && days < 731), {
        error: ({ input }) => `${String(input)} is not allowed; use 7, 731, or 31 days a month`,
      })
      .optional(),
    enabledCloudwatchLogsExports: z.array(oneOf("postgresql", "upgrade")).optional(),
    autoMinorVersionUpgrade: z.boolean().optional(),
    allowMajorVersionUpgrade: z.boolean().optional(),
    applyImmediately: z.boolean().optional(),
    tags: tags.optional(),
  }),
  rules: instanceRules,
  name: { property: "identifier", maxLength: 63 },
  replaces: ["engine", "dbName", "username", "storageEncrypted", "kmsKeyId"],
  tagged: true,
  references: [
    {
      property: "dbSubnetGroupName",
      to: subnetGroup.type,
      by: "name",
      missing: "DBSubnetGroupNotFoundFault",
      holds: "InvalidDBSubnetGroupStateFault",
    },
    {
      property: "parameterGroupName",
      to: parameterGroup.type,
      by: "name",
      missing: "DBParameterGroupNotFound",
      holds: "InvalidDBParameterGroupState",
    },
    {
      property: "vpcSecurityGroupIds",
      to: securityGroup.type,
      by: "id",
      missing: "InvalidParameterValue",
      holds: "DependencyViolation",
    },
  ],
  refused: (inputs, things, before) =>
    refusedVersion(
      inputs,
      things.filter(({ type }) => type === parameterGroup.type),
      before,
    ),
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html#API_DeleteDBInstance_Errors
  leaves: ({ skipFinalSnapshot, finalSnapshotIdentifier }) =>
    skipFinalSnapshot === true
      ? undefined
      : { name: asText(finalSnapshotIdentifier), taken: "DBSnapshotAlreadyExists" },
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
  logs: ({ identifier, enabledCloudwatchLogsExports: logs = [] }) =>
    (logs as string[]).map((log) => `/aws/rds/instance/${asText(identifier)}/${log}`),
  key: (inputs) => textAt(inputs, "identifier"),
  taken: "DBInstanceAlreadyExists",
  protection: "deletionProtection",
  id: (_, { seed }) => resourceId(seed),
  outputs: (inputs, { account, region, seed }) => {
    const identifier = textAt(inputs, "identifier");
    const port = numberAt(inputs, 5_432, "port");
    const address = `${identifier}.c${digits(`${account} ${region}`, 11)}.${region}.rds.amazonaws.com`;
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    const secret = `arn:aws:secretsmanager:${region}:${account}:secret:rds!db-${uuid(seed)}-${digits(seed, 6)}`;
    return {
      address,
      arn: `arn:aws:rds:${region}:${account}:db:${identifier}`,
      endpoint: `${address}:${port}`,
      engineVersionActual: inputs.engineVersion ?? "",
      masterUserSecrets:
        inputs.manageMasterUserPassword === true
          ? [{ kmsKeyId: inputs.masterUserSecretKmsKeyId ?? "", secretArn: secret, secretStatus: "active" }]
          : [],
      port,
      region,
      resourceId: resourceId(seed),
      status: "available",
    };
  },
};

function instanceRules(inputs: JsonObject): readonly Failure[] {
  const found: Failure[] = [];
  if ((inputs.manageMasterUserPassword === true) === (inputs.password !== undefined)) {
    found.push({
      property: "password",
      reason: "one of manageMasterUserPassword and password is needed, and not both",
    });
  }
  if (inputs.skipFinalSnapshot !== true && inputs.finalSnapshotIdentifier === undefined) {
    found.push({
      property: "finalSnapshotIdentifier",
      reason: "finalSnapshotIdentifier is required when skipFinalSnapshot is not true, or it can't be deleted",
    });
  }
  const [size, most] = [numberAt(inputs, 0, "allocatedStorage"), numberAt(inputs, 0, "maxAllocatedStorage")];
  if (most !== 0 && most < size * 1.1) {
    found.push({
      property: "maxAllocatedStorage",
      reason: `${most} has to be 10 % more than allocatedStorage ${size}`,
    });
  }
  if (inputs.kmsKeyId !== undefined && inputs.storageEncrypted !== true) {
    found.push({ property: "kmsKeyId", reason: "kmsKeyId goes with storageEncrypted" });
  }
  if (inputs.performanceInsightsEnabled !== true && inputs.performanceInsightsRetentionPeriod !== undefined) {
    found.push({
      property: "performanceInsightsRetentionPeriod",
      reason: "performanceInsightsRetentionPeriod goes with performanceInsightsEnabled",
    });
  }
  return found;
}

function resourceId(seed: string): string {
  return `db-${digits(seed, 26).toUpperCase()}`;
}
