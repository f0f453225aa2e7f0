import { version as kubernetesVersion } from "@pulumi/kubernetes/package.json";
import {
  ComponentResource,
  ProviderResource,
  secret,
  type ComponentResourceOptions,
  type Inputs,
  type Output,
} from "@pulumi/pulumi";
import { parse } from "yaml";
import { AwsResource, invokeAws } from "./aws-resource";
import { demandKnown } from "./inputs";
import { clusterSecurityGroup, nodeSecurityGroup } from "./security-groups";
import { ServiceRole } from "./service-role";

export const CLUSTER = "eks:index:Cluster";

const KNOWN = ["authenticationMode", "name", "skipDefaultNodeGroup", "upgradePolicy", "version"];

export interface ClusterArgs {
  readonly inputs: Inputs;
  /** The kubeconfig that it gives, as YAML. */
  readonly kubeconfig: string;
}

/** What the other components need of a cluster. */
export interface Core {
  readonly cluster: AwsResource;
  readonly subnetIds: string[];
  readonly vpcId: string;
}

/**
 * A cluster in the default VPC. Its parts have the names that the official component gives them.
 * @see https://github.com/pulumi/pulumi-eks/blob/master/nodejs/eks/cluster/cluster.ts
 */
export class Cluster extends ComponentResource {
  readonly state: Inputs;

  constructor(name: string, { inputs, kubeconfig }: ClusterArgs, options: ComponentResourceOptions) {
    super(CLUSTER, name, {}, options);
    demandSupported(inputs);
    const { vpcId, subnetIds } = this.#network();
    const serviceRole = new ServiceRole(
      `${name}-eksRole`,
      {
        service: "eks.amazonaws.com",
        actions: ["sts:AssumeRole", "sts:TagSession"],
        description: "Allows EKS to manage clusters on your behalf.",
        policies: ["AmazonEKSClusterPolicy"],
      },
      { parent: this },
    );
    const clusterGroup = clusterSecurityGroup(name, vpcId, this);
    const cluster = new AwsResource(
      "aws:eks/cluster:Cluster",
      `${name}-eksCluster`,
      {
        name: inputs.name as unknown,
        roleArn: serviceRole.role.arn,
        bootstrapSelfManagedAddons: true,
        vpcConfig: { securityGroupIds: [clusterGroup.id], subnetIds },
        version: inputs.version as unknown,
        tags: { Name: `${name}-eksCluster` },
        accessConfig: {
          authenticationMode: inputs.authenticationMode as unknown,
          bootstrapClusterCreatorAdminPermissions: true,
        },
        upgradePolicy: inputs.upgradePolicy as unknown,
      },
      { parent: this, dependsOn: [...serviceRole.attachments] },
    );
    const nodes = nodeSecurityGroup(name, { vpcId, clusterName: cluster.name, clusterGroup }, this);
    this.#addons(name, cluster);
    // A user of the real one logs in by `aws eks get-token`; this one's kubeconfig holds what logs in.
    const config = parse(kubeconfig) as object;
    const kubeconfigJson = cluster.endpoint.apply(() => secret(JSON.stringify(config)));
    new KubernetesProvider(`${name}-eks-k8s`, { kubeconfig: kubeconfigJson }, { parent: this });
    const issuer = cluster.identities.apply(([identity]) => identity?.oidcs[0]?.issuer ?? "");
    this.state = {
      clusterIngressRuleId: nodes.clusterIngress.securityGroupRuleId,
      clusterSecurityGroup: clusterGroup,
      clusterSecurityGroupId: clusterGroup.id,
      core: { cluster, endpoint: cluster.endpoint, instanceRoles: [], subnetIds, vpcId },
      eksCluster: cluster,
      instanceRoles: [],
      kubeconfig: secret(config),
      kubeconfigJson,
      nodeSecurityGroup: nodes.group,
      nodeSecurityGroupId: nodes.group.id,
      oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
      oidcProviderUrl: issuer,
    };
    this.registerOutputs(this.state);
  }

  #network(): { readonly vpcId: Output<string>; readonly subnetIds: Output<string[]> } {
    const vpcId = invokeAws<{ id: string }>("aws:ec2/getVpc:getVpc", { default: true }, this).apply(({ id }) => id);
    const filters = [{ name: "vpc-id", values: [vpcId] }];
    const subnets = invokeAws<{ ids: string[] }>("aws:ec2/getSubnets:getSubnets", { filters }, this);
    return { vpcId, subnetIds: subnets.apply(({ ids }) => ids) };
  }

  #addons(name: string, cluster: AwsResource): void {
    this.#addon(`${name}-kube-proxy`, "kube-proxy", cluster, this);
    const network = new ComponentResource("eks:index:VpcCniAddon", `${name}-vpc-cni`, {}, { parent: this });
    const configurationValues = JSON.stringify({ env: { WARM_ENI_TARGET: "1" } });
    this.#addon(`${name}-vpc-cni`, "vpc-cni", cluster, network, configurationValues);
  }

  #addon(
    name: string,
    addonName: string,
    cluster: AwsResource,
    parent: ComponentResource,
    configurationValues?: string,
  ): void {
    const addonVersion = invokeAws<{ version: string }>(
      "aws:eks/getAddonVersion:getAddonVersion",
      { addonName, kubernetesVersion: cluster.version, mostRecent: true },
      parent,
    ).apply(({ version }) => version);
    new AwsResource(
      "aws:eks/addon:Addon",
      name,
      {
        addonName,
        addonVersion,
        clusterName: cluster.name,
        configurationValues,
        preserve: true,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      { parent },
    );
  }
}

class KubernetesProvider extends ProviderResource {
  constructor(name: string, inputs: Inputs, options: ComponentResourceOptions) {
    super("kubernetes", name, inputs, { ...options, version: kubernetesVersion });
  }
}

function demandSupported(inputs: Inputs): void {
  demandKnown(CLUSTER, inputs, KNOWN);
  if (inputs.skipDefaultNodeGroup !== true) {
    throw new Error(`${CLUSTER}: the stand-in for EKS makes no default node group; use skipDefaultNodeGroup: true`);
  }
  if (inputs.authenticationMode !== "API") {
    throw new Error(`${CLUSTER}: the stand-in for EKS makes no aws-auth ConfigMap; use authenticationMode "API"`);
  }
}
