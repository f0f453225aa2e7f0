import { z } from "zod";
import { asText, numberAt, objectAt, textAt, type JsonObject } from "../../wire/json";
import type { Failure } from "../../wire/answers";
import { clusterName, KUBERNETES_VERSIONS, ofCluster, subnetIds, uuid } from "../eks-values";
import type { Kind } from "../kind";
import { inSubnets, roleOf } from "../references";
import { arn, count, id, oneOf, tags, text } from "../values";

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
export const nodeGroup: Kind = {
  type: "aws:eks/nodeGroup:NodeGroup",
  inputs: z.strictObject({
    clusterName,
    nodeGroupName: text(/^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/, `1 to 63 letters, digits, "-" and "_"`),
    nodeRoleArn: arn,
    subnetIds,
    scalingConfig: z.strictObject({ minSize: count(0, 450), maxSize: count(1, 450), desiredSize: count(0, 450) }),
    instanceTypes: z.array(text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, `instance types such as "m5.large"`)).optional(),
    amiType: text(/^[A-Z][A-Za-z0-9_]+$/, `an AMI type such as "AL2023_x86_64_STANDARD"`).optional(),
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
    launchTemplate: z.strictObject({ id: id("lt"), version: text(/^[1-9]\d*$/, "a version's number") }).optional(),
    nodeRepairConfig: z.strictObject({ enabled: z.boolean().optional() }).optional(),
    updateConfig: z
      .strictObject({ maxUnavailable: count(1, 100).optional(), maxUnavailablePercentage: count(1, 100).optional() })
      .optional(),
    version: oneOf(...KUBERNETES_VERSIONS).optional(),
    tags: tags.optional(),
  }),
  rules: (inputs) => [...sizeProblems(inputs), ...conflicts(inputs)],
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
    "launchTemplate.id",
  ],
  tagged: true,
  references: [
    ofCluster("ResourceInUseException"),
    roleOf("nodeRoleArn"),
    inSubnets("subnetIds"),
    {
      property: "launchTemplate.id",
      to: "aws:ec2/launchTemplate:LaunchTemplate",
      by: "id",
      missing: "InvalidRequestException",
    },
  ],
  refused: ({ clusterName: name }, things) => {
    const cluster = things.find(({ type, id: found }) => type === "aws:eks/cluster:Cluster" && found === name);
    const network = things.some(
      ({ type, inputs }) => type === addon.type && inputs.clusterName === name && inputs.addonName === "vpc-cni",
    );
    return cluster?.inputs.bootstrapSelfManagedAddons !== false || network
      ? undefined
      : { code: "NodeCreationFailure", why: "unhealthy nodes: without the add-on vpc-cni they have no network" };
  },
  key: groupKey,
  taken: "ResourceInUseException",
  id: groupKey,
  outputs: (inputs, { account, region, seed }) => ({
    amiType: inputs.amiType ?? "AL2023_x86_64_STANDARD",
    arn: `arn:aws:eks:${region}:${account}:nodegroup/${groupKey(inputs).replace(":", "/")}/${uuid(seed)}`,
    capacityType: inputs.capacityType ?? "ON_DEMAND",
    diskSize: inputs.diskSize ?? 20,
    instanceTypes: inputs.instanceTypes ?? ["t3.medium"],
    region,
    resources: [{ autoscalingGroups: [{ name: `eks-${textAt(inputs, "nodeGroupName")}-${uuid(seed)}` }] }],
    status: "ACTIVE",
    version: inputs.version ?? "",
  }),
};

function groupKey(inputs: JsonObject): string {
  return `${textAt(inputs, "clusterName")}:${textAt(inputs, "nodeGroupName")}`;
}

function sizeProblems(inputs: JsonObject): readonly Failure[] {
  const [min, desired, max] = ["minSize", "desiredSize", "maxSize"].map((size) =>
    numberAt(inputs, 0, "scalingConfig", size),
  ) as [number, number, number];
  const reason = `desiredSize ${desired} is not between minSize ${min} and maxSize ${max}`;
  return min <= desired && desired <= max ? [] : [{ property: "scalingConfig", reason }];
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html */
function conflicts({ launchTemplate, diskSize, updateConfig }: JsonObject): readonly Failure[] {
  const { maxUnavailable, maxUnavailablePercentage } = objectAt(updateConfig);
  return [
    ...(launchTemplate !== undefined && diskSize !== undefined
      ? [{ property: "diskSize", reason: "disk size is said by the launch template, if there is one" }]
      : []),
    ...(maxUnavailable !== undefined && maxUnavailablePercentage !== undefined
      ? [{ property: "updateConfig", reason: "maxUnavailable and maxUnavailablePercentage exclude each other" }]
      : []),
  ];
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html */
export const addon: Kind = {
  type: "aws:eks/addon:Addon",
  inputs: z.strictObject({
    clusterName,
    addonName: text(/^[a-z0-9][a-z0-9_-]*$/, "an add-on's name"),
    addonVersion: text(/^v\d+(\.\d+)+-eksbuild\.\d+$/, `a version such as "v1.35.0-eksbuild.1"`).optional(),
    configurationValues: z.string().optional(),
    podIdentityAssociations: z
      .array(z.strictObject({ serviceAccount: text(/^[a-z0-9-]+$/, "a ServiceAccount's name"), roleArn: arn }))
      .optional(),
    preserve: z.boolean().optional(),
    resolveConflictsOnCreate: oneOf("NONE", "OVERWRITE").optional(),
    resolveConflictsOnUpdate: oneOf("NONE", "OVERWRITE", "PRESERVE").optional(),
    serviceAccountRoleArn: arn.optional(),
    tags: tags.optional(),
  }),
  rules: ({ configurationValues, serviceAccountRoleArn, podIdentityAssociations }) => [
    ...(configurationValues === undefined || isJson(asText(configurationValues))
      ? []
      : [{ property: "configurationValues", reason: `${asText(configurationValues)} is no JSON` }]),
    ...(serviceAccountRoleArn !== undefined && podIdentityAssociations !== undefined
      ? [
          {
            property: "serviceAccountRoleArn",
            reason: "a role for the ServiceAccount and Pod Identity exclude each other",
          },
        ]
      : []),
  ],
  replaces: ["clusterName", "addonName"],
  tagged: true,
  references: [ofCluster(), roleOf("podIdentityAssociations.roleArn")],
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

function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
}
