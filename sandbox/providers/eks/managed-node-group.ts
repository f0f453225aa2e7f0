import {
  ComponentResource,
  InputPropertyError,
  output,
  type ComponentResourceOptions,
  type Input,
  type Inputs,
} from "@pulumi/pulumi";
import { AwsResource } from "./aws-resource";
import { demandKnown } from "./inputs";
import { ClusterReference } from "./references";

export const MANAGED_NODE_GROUP = "eks:index:ManagedNodeGroup";

const KNOWN = ["cluster", "instanceTypes", "nodeRole", "scalingConfig"];

/** @see https://github.com/pulumi/pulumi-eks/blob/master/nodejs/eks/nodes/nodegroup.ts */
export class ManagedNodeGroup extends ComponentResource {
  readonly state: Inputs;

  constructor(name: string, inputs: Inputs, options: ComponentResourceOptions) {
    super(MANAGED_NODE_GROUP, name, {}, options);
    demandKnown(MANAGED_NODE_GROUP, inputs, KNOWN);
    const { cluster, nodeRole } = inputs;
    if (nodeRole === undefined) {
      throw new InputPropertyError({
        propertyPath: "nodeRole",
        reason: "An IAM role, or role ARN must be provided to create a managed node group",
      });
    }
    const core = output(cluster as Input<ClusterReference>).apply((given) => given.core);
    const scaling = output(inputs.scalingConfig as Input<Sizes> | undefined);
    const nodeGroup = new AwsResource(
      "aws:eks/nodeGroup:NodeGroup",
      name,
      {
        clusterName: core.apply((given) => given.cluster.name),
        instanceTypes: inputs.instanceTypes as unknown,
        nodeRoleArn: output(nodeRole as Input<AwsResource>).apply((role) => role.arn),
        scalingConfig: scaling.apply(({ desiredSize = 2, minSize = 1, maxSize = 2 } = {}) => ({
          desiredSize,
          minSize,
          maxSize,
        })),
        subnetIds: core.apply((given) => given.subnetIds),
        version: core.apply((given) => given.cluster.version),
      },
      { parent: this },
    );
    this.state = { nodeGroup };
    this.registerOutputs(this.state);
  }
}

interface Sizes {
  readonly desiredSize?: number;
  readonly minSize?: number;
  readonly maxSize?: number;
}
