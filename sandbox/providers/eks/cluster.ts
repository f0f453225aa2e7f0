import { version as kubernetesVersion } from "@pulumi/kubernetes/package.json";
import {
  ComponentResource,
  ProviderResource,
  secret,
  type ComponentResourceOptions,
  type Inputs,
} from "@pulumi/pulumi";
import { parse } from "yaml";
import { AwsResource } from "./aws-resource";
import { demandInputs } from "./inputs";
import { ServiceRole } from "./service-role";

export const CLUSTER = "eks:index:Cluster";

/** What the component would make besides, and this one does not: each has to be turned off, or on, like this. */
const DEMANDED: Inputs = {
  authenticationMode: "API",
  corednsAddonOptions: { enabled: false },
  kubeProxyAddonOptions: { enabled: false },
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  useDefaultVpcCni: true,
};

const KNOWN = [
  ...Object.keys(DEMANDED),
  "bootstrapSelfManagedAddons",
  "deletionProtection",
  "enabledClusterLogTypes",
  "encryptionConfigKeyArn",
  "endpointPrivateAccess",
  "endpointPublicAccess",
  "name",
  "privateSubnetIds",
  "publicAccessCidrs",
  "upgradePolicy",
  "version",
  "vpcId",
];

export interface ClusterArgs {
  readonly inputs: Inputs;
  /** The kubeconfig that it gives, as YAML. */
  readonly kubeconfig: string;
  /** Whether its users sign in by AWS's command line, in place of what the kubeconfig has for them. */
  readonly signsIn: boolean;
}

/**
 * A cluster in subnets that are there. Its parts have the names that the official component gives them.
 * @see https://github.com/pulumi/pulumi-eks/blob/master/nodejs/eks/cluster/cluster.ts
 */
export class Cluster extends ComponentResource {
  readonly state: Inputs;

  constructor(name: string, { inputs, kubeconfig, signsIn }: ClusterArgs, options: ComponentResourceOptions) {
    super(CLUSTER, name, {}, options);
    demandInputs(CLUSTER, inputs, { known: KNOWN, demanded: DEMANDED, required: ["vpcId", "privateSubnetIds"] });
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
    const cluster = this.#cluster(name, inputs, serviceRole);
    const given = parse(kubeconfig) as Kubeconfig;
    const config = cluster.name.apply((called) => secret(signsIn ? signingIn(given, called) : given));
    const kubeconfigJson = config.apply((whole) => JSON.stringify(whole));
    new KubernetesProvider(`${name}-eks-k8s`, { kubeconfig: kubeconfigJson }, { parent: this });
    const issuer = cluster.identities.apply(([identity]) => identity?.oidcs[0]?.issuer ?? "");
    this.state = {
      clusterIngressRuleId: "",
      clusterSecurityGroupId: cluster.vpcConfig.apply(({ clusterSecurityGroupId }) => clusterSecurityGroupId),
      core: {
        cluster,
        endpoint: cluster.endpoint,
        instanceRoles: [],
        subnetIds: inputs.privateSubnetIds as unknown,
        vpcId: inputs.vpcId as unknown,
      },
      eksCluster: cluster,
      instanceRoles: [],
      kubeconfig: config,
      kubeconfigJson,
      nodeSecurityGroupId: "",
      oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
      oidcProviderUrl: issuer,
    };
    this.registerOutputs(this.state);
  }

  #cluster(name: string, inputs: Inputs, serviceRole: ServiceRole): AwsResource {
    const keyArn = inputs.encryptionConfigKeyArn as unknown;
    return new AwsResource(
      "aws:eks/cluster:Cluster",
      `${name}-eksCluster`,
      {
        name: inputs.name as unknown,
        roleArn: serviceRole.role.arn,
        bootstrapSelfManagedAddons: (inputs.bootstrapSelfManagedAddons ?? true) as unknown,
        vpcConfig: {
          subnetIds: inputs.privateSubnetIds as unknown,
          endpointPrivateAccess: inputs.endpointPrivateAccess as unknown,
          endpointPublicAccess: inputs.endpointPublicAccess as unknown,
          publicAccessCidrs: inputs.publicAccessCidrs as unknown,
        },
        version: inputs.version as unknown,
        enabledClusterLogTypes: inputs.enabledClusterLogTypes as unknown,
        encryptionConfig: keyArn === undefined ? undefined : { provider: { keyArn }, resources: ["secrets"] },
        tags: { Name: `${name}-eksCluster` },
        accessConfig: {
          authenticationMode: inputs.authenticationMode as unknown,
          bootstrapClusterCreatorAdminPermissions: true,
        },
        upgradePolicy: inputs.upgradePolicy as unknown,
        deletionProtection: inputs.deletionProtection as unknown,
      },
      {
        parent: this,
        dependsOn: [...serviceRole.attachments],
        ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
      },
    );
  }
}

interface Kubeconfig {
  readonly users: readonly { readonly name: string }[];
}

/** Users of a cluster sign in by AWS's command line, as in the component's `generateKubeconfig`. */
function signingIn(config: Kubeconfig, cluster: string): object {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", cluster, "--output", "json"],
    env: [{ name: "KUBERNETES_EXEC_INFO", value: `{"apiVersion": "client.authentication.k8s.io/v1beta1"}` }],
  };
  return { ...config, users: config.users.map(({ name }) => ({ name, user: { exec } })) };
}

class KubernetesProvider extends ProviderResource {
  constructor(name: string, inputs: Inputs, options: ComponentResourceOptions) {
    super("kubernetes", name, inputs, { ...options, version: kubernetesVersion });
  }
}
