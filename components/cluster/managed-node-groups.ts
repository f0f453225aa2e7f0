import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { each, type Transformable } from "../base/children";
import { Component } from "../base/component";
import { ServiceRole } from "../identity/service-role";
import type { ZoneLetter } from "../network/subnet-plan";
import type { NodeScaling } from "./node-scaling";
import { architectureOf, type NodeGroup } from "./node-group";

const CHILDREN = {
  role: ServiceRole,
  "launch-template": each(aws.ec2.LaunchTemplate, (group) => `${group}-launch-template`),
  group: each(aws.eks.NodeGroup, (group) => group),
  schedule: each(aws.autoscaling.Schedule, (schedule) => schedule),
  "target-tracking": each(aws.autoscaling.Policy, (group) => `${group}-target-tracking`),
};

export interface ManagedNodeGroupsArgs extends Transformable<typeof CHILDREN> {
  readonly clusterName: pulumi.Input<string>;
  /** Kubernetes minor version. */
  readonly version: string;
  /** By zone, for all zones of the groups. */
  readonly subnetIds: Readonly<Partial<Record<ZoneLetter, pulumi.Input<string>>>>;
  readonly groups: Readonly<Record<string, NodeGroup>>;
  /** Tags of instances and disks, which get none from the provider: it does not make them. */
  readonly instanceTags: Readonly<Record<string, string>>;
  /** What a node needs before it gets ready, and as long as it is there: its network, and ways to AWS. */
  readonly before: readonly pulumi.Resource[];
}

/** What a node may do: join the cluster and pull images. Its pods have roles of their own. */
const NODE_POLICIES: Readonly<Record<string, string>> = {
  worker: "AmazonEKSWorkerNodePolicy",
  images: "AmazonEC2ContainerRegistryPullOnly",
};

const AMI_TYPES = { x86_64: "AL2023_x86_64_STANDARD", arm64: "AL2023_ARM_64_STANDARD" } as const;
const CAPACITY_TYPES = { onDemand: "ON_DEMAND", spot: "SPOT" } as const;

/** Of what a schedule does not change: so the provider leaves it out of its call. */
const AS_IT_IS = -1;

/** Of each node's disk: images, logs and `emptyDir` of its pods. */
const DISK_GIB = 50;
/** How much of a group is replaced at once in an update. */
const MAX_UNAVAILABLE_PERCENT = 33;

/**
 * Groups of nodes that EKS makes of a launch template, drains when they are updated, and replaces when they are broken.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class ManagedNodeGroups extends Component<typeof CHILDREN> {
  /** Of every node. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ManagedNodeGroupsArgs, opts: pulumi.ComponentResourceOptions) {
    super("cluster:ManagedNodeGroups", name, CHILDREN, args, opts);
    const role = this.make("role", { service: "ec2.amazonaws.com", managedPolicies: NODE_POLICIES });
    this.roleArn = role.arn;
    const made = Object.entries(args.groups).map(
      ([key, group]) => [key, group, this.#create(key, group, { ...args, role })] as const,
    );
    for (const [key, { scaling }, nodeGroup] of made) {
      this.#scale(key, scaling ?? {}, scalingGroupOf(nodeGroup));
    }
    this.registerOutputs({ groups: Object.keys(args.groups) });
  }

  #create(
    key: string,
    group: NodeGroup,
    {
      clusterName,
      version,
      subnetIds,
      instanceTags,
      before,
      role,
    }: ManagedNodeGroupsArgs & { readonly role: ServiceRole },
  ): aws.eks.NodeGroup {
    const template = this.#launchTemplate(key, instanceTags);
    const [first] = group.instanceTypes;
    return this.makeEach(
      "group",
      key,
      {
        clusterName,
        version,
        nodeRoleArn: role.arn,
        subnetIds: subnetsOf(group, subnetIds),
        instanceTypes: [...group.instanceTypes],
        amiType: AMI_TYPES[architectureOf(first)],
        capacityType: CAPACITY_TYPES[group.capacity ?? "onDemand"],
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        scalingConfig: { minSize: group.min, desiredSize: group.desired, maxSize: group.max },
        updateConfig: { maxUnavailablePercentage: MAX_UNAVAILABLE_PERCENT },
        nodeRepairConfig: { enabled: true },
      },
      {
        dependsOn: [...before],
        // Whatever scales the group owns it: a schedule, a policy, an autoscaler in the cluster.
        ignoreChanges: ["scalingConfig.desiredSize"],
      },
    );
  }

  /** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/scale-your-group.html */
  #scale(key: string, { cpuPercent, schedules = {} }: NodeScaling, autoscalingGroupName: pulumi.Output<string>): void {
    for (const [name, { recurrence, timeZone, desired, min = AS_IT_IS, max = AS_IT_IS, end }] of Object.entries(
      schedules,
    )) {
      this.makeEach("schedule", `${key}-${name}`, {
        autoscalingGroupName,
        scheduledActionName: name,
        recurrence,
        timeZone,
        desiredCapacity: desired,
        minSize: min,
        maxSize: max,
        ...(end === undefined ? {} : { endTime: end }),
      });
    }
    if (cpuPercent !== undefined) {
      this.makeEach("target-tracking", key, {
        autoscalingGroupName,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
          targetValue: cpuPercent,
        },
      });
    }
  }

  #launchTemplate(key: string, tags: Readonly<Record<string, string>>) {
    return this.makeEach("launch-template", key, {
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeSize: DISK_GIB, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      // One hop: what asks from inside a pod's network gets no answer, and so none of the node's credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: this.nameOf("launch-template", key) },
      })),
    });
  }
}

function subnetsOf({ zones }: NodeGroup, subnetIds: ManagedNodeGroupsArgs["subnetIds"]): pulumi.Input<string>[] {
  const all = Object.entries(subnetIds);
  return all.filter(([zone]) => zones === undefined || zones.some((own) => own === zone)).map(([, id]) => id);
}

/** The Auto Scaling group that EKS makes for a group of nodes. */
function scalingGroupOf(group: aws.eks.NodeGroup): pulumi.Output<string> {
  return group.resources.apply(([first]) => {
    const name = first?.autoscalingGroups[0]?.name;
    if (name === undefined) {
      throw new Error("EKS says of no Auto Scaling group that it made for these nodes, so nothing can scale them.");
    }
    return name;
  });
}
