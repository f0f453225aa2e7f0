import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import type { LogRetentionDays } from "../base/log-retention";
import type { Network } from "../network/network";
import type { ZoneLetter } from "../network/subnet-plan";
import { AccessEntries } from "./access-entries";
import type { ClusterAccess } from "./cluster-access";
import type { LockoutGuard } from "./lockout-guard";
import { type AddonName, type AddonSettings, ADDONS } from "./addons";
import { ClusterAddon } from "./cluster-addon";
import { type Compute, nodeGroupsOf } from "./compute";
import { ManagedNodeGroups, type ManagedNodeGroupsArgs } from "./managed-node-groups";

const CHILDREN = {
  "log-group": aws.cloudwatch.LogGroup,
  "control-plane": eks.Cluster,
  access: AccessEntries,
  nodes: ManagedNodeGroups,
  addon: each(ClusterAddon, (addon: AddonName) => addon),
};

export interface EksClusterArgs extends Transformable<typeof CHILDREN> {
  /** The name that `aws eks` commands take. */
  readonly clusterName: string;
  /** Kubernetes minor version: `1.35`. */
  readonly version: string;
  /** That of the nodes, which may be an earlier one while the cluster goes first. */
  readonly nodeVersion: string;
  /** What refuses a version that can't be reached from the deployed one; the control plane waits for it. */
  readonly versionStep: pulumi.Resource;
  /** What refuses to lock people out; whatever gives or takes access waits for it. */
  readonly lockoutGuard: LockoutGuard;
  readonly network: Network;
  /** From which ranges the API server is reached over the internet. With none, only from inside the network. */
  readonly publicAccessCidrs: readonly string[];
  readonly access: ClusterAccess;
  readonly compute: Compute;
  readonly addonVersions: Readonly<Record<AddonName, string>>;
  /** Key that Secrets and logs are encrypted with. */
  readonly keyArn: pulumi.Input<string>;
  readonly logRetentionDays: LogRetentionDays;
  /** Tags of nodes and their disks. */
  readonly instanceTags: Readonly<Record<string, string>>;
}

/** What the control plane logs: what was asked of it, by whom, and who was let in. */
const LOG_TYPES = ["api", "audit", "authenticator"];

/**
 * An EKS cluster in private subnets: its control plane, who may use it, add-ons, and what pods run on.
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/introduction.html
 */
export class EksCluster extends Component<typeof CHILDREN> {
  /** Known once the control plane is there. */
  readonly clusterName: pulumi.Output<string>;
  /** The group that EKS makes for the control plane and all nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Of what runs in it for the cluster itself, by name: its nodes, and the add-ons that use services of AWS. */
  readonly roleArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** For a Kubernetes provider; known once the deployer has access and nodes are there to run pods. */
  readonly kubeconfig: pulumi.Output<string>;

  /** @param opts with the `aws` and `eks` providers */
  constructor(name: string, args: EksClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("cluster:EksCluster", name, CHILDREN, args, opts);
    const controlPlane = this.#controlPlane(args);
    this.clusterName = controlPlane.eksCluster.name;
    this.securityGroupId = controlPlane.clusterSecurityGroupId;
    const { clusterName } = this;
    const access = this.make("access", { clusterName, access: args.access }, { dependsOn: args.lockoutGuard });
    const before = this.#addons("nodes", args, []);
    const subnetIds = subnetIdsOf(args.network);
    const nodes = this.make("nodes", {
      clusterName,
      version: args.nodeVersion,
      subnetIds,
      groups: nodeGroupsOf(args.compute, Object.keys(subnetIds) as ZoneLetter[]),
      instanceTags: args.instanceTags,
      before: [...before, ...args.network.ways],
    });
    const nodeGroups = Object.values(nodes.nodes.group);
    const after = this.#addons("pods", args, nodeGroups);
    this.roleArns = { nodes: nodes.roleArn, ...rolesOf([...before, ...after]) };
    const nodesReady = pulumi.all(nodeGroups.map(({ status }) => status));
    const ready = pulumi.all([controlPlane.kubeconfigJson, access.granted, nodesReady]);
    this.kubeconfig = pulumi.secret(ready.apply(([kubeconfig]) => kubeconfig));
    this.registerOutputs({ clusterName, nodesReady });
  }

  #controlPlane({ clusterName, network, keyArn, publicAccessCidrs, ...args }: EksClusterArgs): eks.Cluster {
    const logs = this.make(
      "log-group",
      // The name that EKS writes to; made first, so that it is not EKS that makes it, to be kept for ever.
      { name: `/aws/eks/${clusterName}/cluster`, retentionInDays: args.logRetentionDays, kmsKeyId: keyArn },
    );
    const publicAccess = publicAccessCidrs.length > 0;
    return this.make(
      "control-plane",
      {
        name: clusterName,
        version: args.version,
        vpcId: network.vpcId,
        privateSubnetIds: [...network.privateSubnetIds],
        // Its own group for control plane and nodes is all they need.
        skipDefaultSecurityGroups: true,
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccess,
        ...(publicAccess && { publicAccessCidrs: [...publicAccessCidrs] }),
        authenticationMode: eks.AuthenticationMode.Api,
        encryptionConfigKeyArn: keyArn,
        enabledClusterLogTypes: LOG_TYPES,
        // Add-ons and nodes are made here, in the order they need each other.
        bootstrapSelfManagedAddons: false,
        useDefaultVpcCni: true,
        kubeProxyAddonOptions: { enabled: false },
        corednsAddonOptions: { enabled: false },
        skipDefaultNodeGroup: true,
        // Staying on a version past its standard support costs six times as much an hour.
        upgradePolicy: { supportType: "STANDARD" },
      },
      { dependsOn: [logs, args.versionStep, args.lockoutGuard], transforms: [withoutCreatorAdmin] },
    );
  }

  /** The add-ons that are needed by nodes, or that need some. */
  #addons(neededBy: AddonSettings["neededBy"], args: EksClusterArgs, dependsOn: readonly pulumi.Resource[]) {
    const { clusterName } = this;
    return (Object.entries(ADDONS) as [AddonName, AddonSettings][])
      .filter(([, settings]) => settings.neededBy === neededBy)
      .map(([addon, settings]) => {
        const { configuration, identity } = settings;
        const own = { clusterName, addon, version: args.addonVersions[addon], configuration, identity };
        return this.makeEach("addon", addon, own, { dependsOn: [...dependsOn] });
      });
  }
}

/** Those for nodes, by zone. */
function subnetIdsOf({ nodes }: Network): ManagedNodeGroupsArgs["subnetIds"] {
  return Object.fromEntries(Object.entries(nodes.private).map(([zone, { id }]) => [zone, id]));
}

/** By the add-on's name. */
function rolesOf(addons: readonly ClusterAddon[]): Readonly<Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(addons.flatMap(({ addonName, roleArn }) => (roleArn ? [[addonName, roleArn]] : [])));
}

/**
 * The EKS component makes whoever creates a cluster its administrator, outside of all access entries and for ever. Here
 * entries alone say who may do what.
 */
export const withoutCreatorAdmin: pulumi.ResourceTransform = ({ type, props, opts }) => {
  if (type !== "aws:eks/cluster:Cluster") {
    return undefined;
  }
  const { accessConfig } = props as aws.eks.ClusterArgs;
  const withoutCreator = pulumi
    .output(accessConfig)
    .apply((config) => ({ ...config, bootstrapClusterCreatorAdminPermissions: false }));
  return { props: { ...props, accessConfig: withoutCreator }, opts };
};
