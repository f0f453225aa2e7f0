import { z } from "zod";
import { asText, at, objectAt, textAt, type JsonObject } from "../../wire/json";
import { clusterName, KUBERNETES_VERSIONS, ofCluster, publicAccessCidrs, subnetIds } from "../eks-values";
import { digits, type Kind } from "../kind";
import { encryptedBy, inSubnets, roleOf, securityGroups } from "../references";
import { ZONES_WITHOUT_EKS } from "../regions";
import { arn, oneOf, tags, text } from "../values";

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export const cluster: Kind = {
  type: "aws:eks/cluster:Cluster",
  inputs: z.strictObject({
    name: clusterName,
    roleArn: arn,
    version: oneOf(...KUBERNETES_VERSIONS).optional(),
    vpcConfig: z.strictObject({
      subnetIds,
      securityGroupIds: z.array(z.string()).optional(),
      endpointPrivateAccess: z.boolean().optional(),
      endpointPublicAccess: z.boolean().optional(),
      publicAccessCidrs: publicAccessCidrs.optional(),
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
  rules: (inputs) => {
    const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs: cidrs } = objectAt(inputs, "vpcConfig");
    if (endpointPublicAccess !== false) return [];
    return [
      ...(cidrs === undefined
        ? []
        : [{ property: "vpcConfig.publicAccessCidrs", reason: "publicAccessCidrs are for a public endpoint only" }]),
      ...(endpointPrivateAccess === true
        ? []
        : [{ property: "vpcConfig", reason: "private and public access can't both be off" }]),
    ];
  },
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
    roleOf("roleArn"),
    inSubnets("vpcConfig.subnetIds"),
    securityGroups("vpcConfig.securityGroupIds"),
    encryptedBy("encryptionConfig.provider.keyArn"),
  ],
  refused: (inputs, things) => {
    const ids = at(inputs, "vpcConfig", "subnetIds");
    const subnets = things.filter(({ id: found }) => Array.isArray(ids) && ids.includes(found));
    const zones = new Set(subnets.map((subnet) => textAt(subnet.inputs, "availabilityZone")));
    const without = [...zones].find((zone) => ZONES_WITHOUT_EKS.includes(zone));
    if (without !== undefined) {
      return { code: "UnsupportedAvailabilityZoneException", why: `${without} does not take a cluster` };
    }
    return zones.size >= 2
      ? undefined
      : { code: "InvalidParameterException", why: "a cluster needs subnets in two availability zones" };
  },
  // https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
  logs: ({ name, enabledClusterLogTypes: types = [] }) =>
    (types as string[]).length > 0 ? [`/aws/eks/${asText(name)}/cluster`] : [],
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
      version: inputs.version ?? KUBERNETES_VERSIONS[KUBERNETES_VERSIONS.length - 1] ?? "",
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

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html */
export const accessEntry: Kind = {
  type: "aws:eks/accessEntry:AccessEntry",
  inputs: z.strictObject({
    clusterName,
    principalArn: arn,
    type: oneOf("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX").optional(),
    userName: z.string().optional(),
    kubernetesGroups: z
      .array(text(/^(?!system:|eks:|aws:|amazon:|iam:).+$/, `a group that does not start with "system:" or "eks:"`))
      .optional(),
    tags: tags.optional(),
  }),
  replaces: ["clusterName", "principalArn", "type"],
  tagged: true,
  references: [
    ofCluster(),
    // People's roles are in the account before the cluster is.
    { ...roleOf("principalArn"), assumed: true },
  ],
  key: (inputs) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "principalArn")}`,
  taken: "ResourceInUseException",
  id: (inputs) => `${textAt(inputs, "clusterName")}:${textAt(inputs, "principalArn")}`,
  outputs: (inputs, { region, created }) => ({
    createdAt: created,
    modifiedAt: created,
    region,
    type: inputs.type ?? "STANDARD",
    userName: inputs.userName ?? textAt(inputs, "principalArn"),
  }),
};

/** @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const ACCESS_POLICY =
  /^arn:aws:eks::aws:cluster-access-policy\/AmazonEKS(ClusterAdmin|Admin|AdminView|Edit|View)Policy$/;

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html */
export const accessPolicyAssociation: Kind = {
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  inputs: z.strictObject({
    clusterName,
    principalArn: arn,
    policyArn: text(ACCESS_POLICY, "arn:aws:eks::aws:cluster-access-policy/ and the name of an access policy"),
    accessScope: z.strictObject({ type: oneOf("cluster", "namespace"), namespaces: z.array(z.string()).optional() }),
  }),
  rules: ({ accessScope }) => {
    const named = at(accessScope, "namespaces") !== undefined;
    return named === (textAt(accessScope, "type") === "namespace")
      ? []
      : [{ property: "accessScope", reason: `namespaces go with the type "namespace", and with no other` }];
  },
  replaces: ["clusterName", "principalArn", "policyArn"],
  tagged: false,
  references: [
    ofCluster(),
    { property: "principalArn", to: accessEntry.type, by: "principalArn", missing: "ResourceNotFoundException" },
  ],
  key: associationKey,
  id: associationKey,
  outputs: (_, { region, created }) => ({ associatedAt: created, modifiedAt: created, region }),
};

function associationKey(inputs: JsonObject): string {
  return ["clusterName", "principalArn", "policyArn"].map((property) => textAt(inputs, property)).join("#");
}
