import { z } from "zod";
import { asText, numberAt, objectAt, textAt } from "../../wire/json";
import { digits, type Kind, type Reference } from "../kind";
import { arn, count, oneOf, tags, text } from "../values";
import { securityGroup } from "./ec2";
import { role } from "./iam";

/** Minor versions in standard support. @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
const VERSIONS = ["1.33", "1.34", "1.35"] as const;

const NAME = text(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, `1 to 100 letters, digits, "-" and "_", a letter or digit first`);
const SUBNETS = z.array(text(/^subnet-[0-9a-f]{8,17}$/, "ids such as subnet-0123456789abcdef0"));

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export const cluster: Kind = {
  type: "aws:eks/cluster:Cluster",
  inputs: z.strictObject({
    name: NAME,
    roleArn: arn,
    version: oneOf(...VERSIONS).optional(),
    vpcConfig: z.strictObject({
      subnetIds: SUBNETS.refine((ids) => ids.length >= 2, {
        error: "a cluster needs subnets in two availability zones",
      }),
      securityGroupIds: z.array(z.string()).optional(),
      endpointPrivateAccess: z.boolean().optional(),
      endpointPublicAccess: z.boolean().optional(),
      publicAccessCidrs: z.array(z.string()).optional(),
    }),
    accessConfig: z
      .strictObject({
        authenticationMode: oneOf("API", "API_AND_CONFIG_MAP", "CONFIG_MAP").optional(),
        bootstrapClusterCreatorAdminPermissions: z.boolean().optional(),
      })
      .optional(),
    bootstrapSelfManagedAddons: z.boolean().optional(),
    deletionProtection: z.boolean().optional(),
    enabledClusterLogTypes: z
      .array(oneOf("api", "audit", "authenticator", "controllerManager", "scheduler"))
      .optional(),
    encryptionConfig: z
      .strictObject({ provider: z.strictObject({ keyArn: arn }), resources: z.array(oneOf("secrets")) })
      .optional(),
    upgradePolicy: z.strictObject({ supportType: oneOf("EXTENDED", "STANDARD") }).optional(),
    tags: tags.optional(),
  }),
  name: { property: "name", maxLength: 100 },
  replaces: [
    "name",
    "roleArn",
    "bootstrapSelfManagedAddons",
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "encryptionConfig",
  ],
  tagged: true,
  references: [
    { property: "roleArn", to: role.type, by: "arn", missing: "InvalidParameterException" },
    {
      property: "vpcConfig.securityGroupIds",
      to: securityGroup.type,
      by: "id",
      missing: "InvalidParameterException",
      holds: "DependencyViolation",
    },
  ],
  key: (inputs) => textAt(inputs, "name"),
  taken: "ResourceInUseException",
  protection: "deletionProtection",
  id: (inputs) => textAt(inputs, "name"),
  outputs: (inputs, { account, region, seed, created }) => {
    const host = digits(seed, 32).toUpperCase();
    return {
      accessConfig: { authenticationMode: "CONFIG_MAP", ...objectAt(inputs, "accessConfig") },
      arn: `arn:aws:eks:${region}:${account}:cluster/${textAt(inputs, "name")}`,
      certificateAuthority: { data: Buffer.from(`certificate of ${host}`).toString("base64") },
      createdAt: created,
      endpoint: `https://${host}.gr7.${region}.eks.amazonaws.com`,
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${host}` }] }],
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "10.100.0.0/16" },
      platformVersion: "eks.1",
      region,
      status: "ACTIVE",
      upgradePolicy: { supportType: textAt(inputs, "upgradePolicy", "supportType") || "EXTENDED" },
      version: inputs.version ?? VERSIONS[VERSIONS.length - 1] ?? "",
      vpcConfig: {
        endpointPrivateAccess: false,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
        ...objectAt(inputs, "vpcConfig"),
        clusterSecurityGroupId: `sg-0${digits(`${seed} cluster`, 16)}`,
      },
    };
  },
};

const IN_CLUSTER: Reference = {
  property: "clusterName",
  to: cluster.type,
  by: "name",
  missing: "ResourceNotFoundException",
};

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
export const nodeGroup: Kind = {
  type: "aws:eks/nodeGroup:NodeGroup",
  inputs: z.strictObject({
    clusterName: NAME,
    nodeGroupName: text(/^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/, `1 to 63 letters, digits, "-" and "_"`),
    nodeRoleArn: arn,
    subnetIds: SUBNETS,
    scalingConfig: z.strictObject({ minSize: count(0, 450), maxSize: count(1, 450), desiredSize: count(0, 450) }),
    instanceTypes: z.array(text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, `instance types such as "m5.large"`)).optional(),
    amiType: text(/^[A-Z0-9_]+$/, `an AMI type such as "AL2023_x86_64_STANDARD"`).optional(),
    capacityType: oneOf("ON_DEMAND", "SPOT", "CAPACITY_BLOCK").optional(),
    diskSize: count(1, 16_384).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    taints: z
      .array(
        z.strictObject({
          key: z.string(),
          value: z.string().optional(),
          effect: oneOf("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"),
        }),
      )
      .optional(),
    updateConfig: z
      .strictObject({ maxUnavailable: count(1, 100).optional(), maxUnavailablePercentage: count(1, 100).optional() })
      .optional(),
    version: oneOf(...VERSIONS).optional(),
    tags: tags.optional(),
  }),
  rules: (inputs) => {
    const [min, desired, max] = ["minSize", "desiredSize", "maxSize"].map((size) =>
      numberAt(inputs, 0, "scalingConfig", size),
    ) as [number, number, number];
    return min <= desired && desired <= max
      ? []
      : [
          {
            property: "scalingConfig",
            reason: `desiredSize ${desired} is not between minSize ${min} and maxSize ${max}`,
          },
        ];
  },
  name: { property: "nodeGroupName", maxLength: 63 },
  replaces: [
    "clusterName",
    "nodeGroupName",
    "nodeRoleArn",
    "subnetIds",
    "instanceTypes",
    "amiType",
    "capacityType",
    "diskSize",
  ],
  tagged: true,
  references: [
    { ...IN_CLUSTER, holds: "ResourceInUseException" },
    { property: "nodeRoleArn", to: role.type, by: "arn", missing: "InvalidParameterException" },
  ],
  key: (inputs) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "nodeGroupName")}`,
  taken: "ResourceInUseException",
  id: (inputs) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "nodeGroupName")}`,
  outputs: (inputs, { account, region, seed }) => ({
    amiType: inputs.amiType ?? "AL2023_x86_64_STANDARD",
    arn: `arn:aws:eks:${region}:${account}:nodegroup/${nodeGroup.id(inputs, { account, region, seed, created: "" }).replace(":", "/")}/${uuid(seed)}`,
    capacityType: inputs.capacityType ?? "ON_DEMAND",
    diskSize: inputs.diskSize ?? 20,
    instanceTypes: inputs.instanceTypes ?? ["t3.medium"],
    region,
    resources: [{ autoscalingGroups: [{ name: `eks-${textAt(inputs, "nodeGroupName")}-${uuid(seed)}` }] }],
    status: "ACTIVE",
    version: inputs.version ?? "",
  }),
};

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html */
export const addon: Kind = {
  type: "aws:eks/addon:Addon",
  inputs: z.strictObject({
    clusterName: NAME,
    addonName: text(/^[a-z0-9][a-z0-9_-]*$/, "an add-on's name"),
    addonVersion: text(/^v\d+(\.\d+)+-eksbuild\.\d+$/, `a version such as "v1.35.0-eksbuild.1"`).optional(),
    configurationValues: z.string().optional(),
    preserve: z.boolean().optional(),
    resolveConflictsOnCreate: oneOf("NONE", "OVERWRITE").optional(),
    resolveConflictsOnUpdate: oneOf("NONE", "OVERWRITE", "PRESERVE").optional(),
    serviceAccountRoleArn: arn.optional(),
    tags: tags.optional(),
  }),
  rules: ({ configurationValues }) =>
    configurationValues === undefined || isJson(asText(configurationValues))
      ? []
      : [{ property: "configurationValues", reason: `${asText(configurationValues)} is no JSON` }],
  replaces: ["clusterName", "addonName"],
  tagged: true,
  references: [IN_CLUSTER],
  key: (inputs) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "addonName")}`,
  taken: "ResourceInUseException",
  id: (inputs) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "addonName")}`,
  outputs: (inputs, { account, region, seed, created }) => ({
    arn: `arn:aws:eks:${region}:${account}:addon/${textAt(inputs, "clusterName")}/${textAt(inputs, "addonName")}/${uuid(seed)}`,
    createdAt: created,
    modifiedAt: created,
    region,
  }),
};

function uuid(seed: string): string {
  return digits(seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
}
