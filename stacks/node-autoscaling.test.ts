import { describe, expect, it } from "vitest";
import type { Recorded } from "../components/testing/recording";
import { authorize } from "../sandbox/providers/aws/authorization/evaluator";
import { problemsOfCall } from "../sandbox/providers/aws/authorization/knowledge";
import { parsePolicy, type Policy } from "../sandbox/providers/aws/authorization/policy";
import { recordStack } from "./testing/graph";
import { documentsOf } from "./testing/policy-document";

const recordings = new Map<string, Promise<readonly Recorded[]>>();

/** What a stack registers, recorded once for all tests here. */
function recorded(stack: string): Promise<readonly Recorded[]> {
  const known = recordings.get(stack) ?? recordStack(stack).then(({ resources }) => resources);
  recordings.set(stack, known);
  return known;
}

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const SCHEDULE = "aws:autoscaling/schedule:Schedule";

interface Sizes {
  readonly minSize: number;
  readonly desiredSize: number;
  readonly maxSize: number;
}

/** What the recording calls the private subnet of a zone. */
const zoneOf = (subnet: string) => /^network-private-([a-z])-id$/.exec(subnet)?.[1] ?? subnet;

interface Group {
  readonly name: string;
  readonly zones: readonly string[];
  /** How many nodes it may have: its least, and what each schedule says, by the schedule's name. */
  readonly counts: Readonly<Record<string, number>>;
}

function groupsOf(resources: readonly Recorded[]): readonly Group[] {
  return resources
    .filter(({ type }) => type === GROUP)
    .map(({ name, inputs }) => {
      const { minSize } = inputs.scalingConfig as Sizes;
      const schedules = resources.filter(
        (one) => one.type === SCHEDULE && one.inputs.autoscalingGroupName === `scaling-group-of-${name}`,
      );
      const scheduled = schedules.map((one) => [
        String(one.inputs.scheduledActionName),
        Number(one.inputs.desiredCapacity),
      ]);
      const counts = Object.fromEntries([["least", minSize], ...scheduled]) as Record<string, number>;
      return { name, zones: (inputs.subnetIds as string[]).map(zoneOf), counts };
    });
}

describe.each([
  ["staging", ["least", "night", "morning"], ["a"]],
  ["production", ["least"], ["a", "b"]],
] as const)("the nodes of %s", (stack, moments, zones) => {
  it.each(moments.flatMap((moment) => zones.map((zone) => [moment, zone] as const)))(
    "have one at %s in zone %s, where a disk may be",
    async (moment, zone) => {
      const groups = groupsOf(await recorded(stack));
      // An Auto Scaling group spreads its nodes evenly, so each zone has the whole part of its share.
      const nodes = groups
        .filter((group) => group.zones.includes(zone))
        .map(({ counts, zones: own }) => Math.floor((counts[moment] ?? counts.least ?? 0) / own.length));
      expect(nodes.reduce((total, count) => total + count, 0)).toBeGreaterThanOrEqual(1);
    },
  );

  it("come to be at no other time and in no other zone than those above", async () => {
    const groups = groupsOf(await recorded(stack));
    expect([...new Set(groups.flatMap(({ counts }) => Object.keys(counts)))]).toEqual(moments);
    expect([...new Set(groups.flatMap((group) => group.zones))].sort()).toEqual(zones);
  });
});

const ACCOUNT = "222222222222";
const arn = (service: string, rest: string) => `arn:aws:${service}:us-west-2:${ACCOUNT}:${rest}`;
const asg = (name: string) => arn("autoscaling", `autoScalingGroup:0123:autoScalingGroupName/${name}`);
const owned = (cluster: string) => ({ [`aws:ResourceTag/k8s.io/cluster-autoscaler/${cluster}`]: "owned" });

async function policiesOf(stack: string, wanted: string): Promise<readonly Policy[]> {
  const resources = await recorded(stack);
  return resources
    .filter(({ type, name }) => /^aws:iam\/(rolePolicy|policy):/.test(type) && name === wanted)
    .flatMap(documentsOf)
    .map(({ name, text }) =>
      parsePolicy(
        "identity",
        name,
        text
          .replaceAll("arn-of-state-key-key", arn("kms", "key/states"))
          .replaceAll("arn-of-states-bucket", "arn:aws:s3:::states"),
      ),
    );
}

/** https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy */
const CALLS: readonly (readonly [action: string, resource: string, context: Readonly<Record<string, string>>])[] = [
  ["autoscaling:DescribeAutoScalingGroups", "*", {}],
  ["autoscaling:DescribeAutoScalingInstances", "*", {}],
  ["autoscaling:DescribeLaunchConfigurations", "*", {}],
  ["autoscaling:DescribeScalingActivities", "*", {}],
  ["autoscaling:DescribeTags", "*", {}],
  ["ec2:DescribeImages", "*", {}],
  ["ec2:DescribeInstanceTypes", "*", {}],
  ["ec2:DescribeLaunchTemplateVersions", "*", {}],
  ["ec2:GetInstanceTypesFromInstanceRequirements", "*", {}],
  ["eks:DescribeNodegroup", arn("eks", "nodegroup/thoughts-production/extra-a/0123"), {}],
  ["autoscaling:SetDesiredCapacity", asg("eks-extra-a-0123"), owned("thoughts-production")],
  ["autoscaling:TerminateInstanceInAutoScalingGroup", asg("eks-extra-a-0123"), owned("thoughts-production")],
];

const REFUSED: typeof CALLS = [
  ["autoscaling:SetDesiredCapacity", asg("eks-extra-a-0123"), owned("thoughts-staging")],
  ["autoscaling:SetDesiredCapacity", asg("eks-extra-a-0123"), {}],
  ["autoscaling:TerminateInstanceInAutoScalingGroup", asg("somebody-else"), owned("thoughts-production")],
  ["autoscaling:UpdateAutoScalingGroup", asg("eks-extra-a-0123"), owned("thoughts-production")],
  ["eks:DescribeNodegroup", arn("eks", "nodegroup/thoughts-staging/general/0123"), {}],
  ["ec2:TerminateInstances", arn("ec2", "instance/i-0123"), {}],
];

describe("the Cluster Autoscaler of production, within its boundary", async () => {
  const policies = await policiesOf("production", "cluster-autoscaler-identity-role-policy");
  const [boundary] = await policiesOf("bootstrap-production", "boundary-policy");
  const caller = {
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/pod/eks-thoughts`,
    principalArn: `arn:aws:iam::${ACCOUNT}:role/thoughts/production/pod`,
    account: ACCOUNT,
    policies,
    ...(boundary && { boundary }),
  };
  const judged = ([action, resource, context]: (typeof CALLS)[number]) =>
    authorize({ action, resources: [resource], context }, caller);

  it.each(CALLS)("may call %s on %s", async (...call) => {
    const [action, resource, context] = call;
    expect(await problemsOfCall({ action, resources: [resource], context })).toEqual([]);
    expect(judged(call)).toMatchObject({ kind: "allowed" });
  });

  it.each(REFUSED)("may not call %s on %s", (...call) => {
    expect(judged(call)).toMatchObject({ kind: "denied" });
  });
});

describe("production", () => {
  it("92: has a base of two nodes, and more in each of its zones that come and go with the pods", async () => {
    const resources = await recorded("production");
    const groups = resources.filter(({ type }) => type === GROUP);
    expect(Object.fromEntries(groups.map(({ name, inputs }) => [name, inputs.scalingConfig]))).toEqual({
      "cluster-nodes-general": { minSize: 2, desiredSize: 2, maxSize: 2 },
      "cluster-nodes-extra-a": { minSize: 0, desiredSize: 0, maxSize: 1 },
      "cluster-nodes-extra-b": { minSize: 0, desiredSize: 0, maxSize: 1 },
    });
    const release = resources.find(({ name }) => name === "cluster-autoscaler-release")?.inputs;
    expect(release).toMatchObject({
      chart: "cluster-autoscaler",
      namespace: "kube-system",
      values: {
        autoDiscovery: { clusterName: "thoughts-production" },
        awsRegion: "us-west-2",
        image: { tag: "v1.35.0" },
      },
    });
    // It is there after the nodes, which it needs to run, and has its role before its pod is made.
    const before = (wanted: string) => resources.find(({ name }) => name === wanted)?.dependsOn;
    expect(before("cluster-autoscaler-identity")).toContain("cluster-nodes-general");
    expect(before("cluster-autoscaler-release")).toContain("cluster-autoscaler-identity-association");
    const own = resources.find(({ name }) => name === "cluster-autoscaler-identity-association")?.inputs;
    expect(own).toMatchObject({ serviceAccount: "cluster-autoscaler", namespace: "kube-system" });
    expect(resources.filter(({ type }) => type.startsWith("aws:autoscaling/"))).toEqual([]);
  });

  it("92: has no autoscaler in staging, whose nodes go by the time of day", async () => {
    const resources = await recorded("staging");
    expect(resources.filter(({ name }) => name.startsWith("cluster-autoscaler"))).toEqual([]);
  });
});
