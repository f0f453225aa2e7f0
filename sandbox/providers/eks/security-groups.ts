import { output, type Input, type Inputs, type Output, type Resource } from "@pulumi/pulumi";
import { AwsResource } from "./aws-resource";

const ANYWHERE = { protocol: "-1", fromPort: 0, toPort: 0 };
const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443 };

/** The control plane's group, which may reach everything. */
export function clusterSecurityGroup(name: string, vpcId: Input<string>, parent: Resource): AwsResource {
  const group = securityGroup(`${name}-eksClusterSecurityGroup`, { vpcId }, parent);
  const egress = { ...ANYWHERE, description: "Allow internet access.", cidrBlocks: ["0.0.0.0/0"] };
  rule(`${name}-eksClusterInternetEgressRule`, { ...egress, type: "egress", securityGroupId: group.id }, parent);
  return group;
}

export interface NodeSecurityGroupArgs {
  readonly vpcId: Input<string>;
  readonly clusterName: Output<string>;
  readonly clusterGroup: AwsResource;
}

/** The nodes' group: nodes reach each other and everything outside; they and the control plane reach each other. */
export function nodeSecurityGroup(
  name: string,
  { vpcId, clusterName, clusterGroup }: NodeSecurityGroupArgs,
  parent: Resource,
): { readonly group: AwsResource; readonly clusterIngress: AwsResource } {
  const owned = clusterName.apply((cluster) => ({ [`kubernetes.io/cluster/${cluster}`]: "owned" }));
  const group = securityGroup(`${name}-nodeSecurityGroup`, { vpcId, tags: owned }, parent);
  const ingress = { type: "ingress", securityGroupId: group.id };
  const fromCluster = { ...ingress, sourceSecurityGroupId: clusterGroup.id };
  rule(
    `${name}-eksNodeIngressRule`,
    { ...ANYWHERE, ...ingress, self: true, description: "Allow nodes to communicate with each other" },
    parent,
  );
  rule(
    `${name}-eksNodeClusterIngressRule`,
    {
      ...fromCluster,
      protocol: "tcp",
      fromPort: 1025,
      toPort: 65535,
      description: "Allow the control plane to reach kubelets and pods",
    },
    parent,
  );
  rule(
    `${name}-eksExtApiServerClusterIngressRule`,
    { ...fromCluster, ...HTTPS, description: "Allow the control plane to reach extension API servers" },
    parent,
  );
  rule(
    `${name}-eksNodeInternetEgressRule`,
    {
      ...ANYWHERE,
      type: "egress",
      securityGroupId: group.id,
      cidrBlocks: ["0.0.0.0/0"],
      description: "Allow internet access.",
    },
    parent,
  );
  const clusterIngress = rule(
    `${name}-eksClusterIngressRule`,
    {
      ...HTTPS,
      type: "ingress",
      securityGroupId: clusterGroup.id,
      sourceSecurityGroupId: group.id,
      description: "Allow pods to reach the API server",
    },
    parent,
  );
  return { group, clusterIngress };
}

function securityGroup(name: string, { tags, ...inputs }: Inputs, parent: Resource): AwsResource {
  const named = output(tags as Input<Record<string, string>> | undefined).apply((given) => ({ Name: name, ...given }));
  const all = { ...inputs, revokeRulesOnDelete: true, tags: named };
  return new AwsResource("aws:ec2/securityGroup:SecurityGroup", name, all, { parent });
}

function rule(name: string, inputs: Inputs, parent: Resource): AwsResource {
  return new AwsResource("aws:ec2/securityGroupRule:SecurityGroupRule", name, inputs, { parent });
}
