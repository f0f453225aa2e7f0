import type { PolicyResource, StackValidation } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { nodesHoldPods } from "./nodes-hold-pods";

interface Given {
  readonly most?: number;
  readonly types?: readonly string[];
  readonly pods?: number;
  readonly replicas?: number;
  readonly cpu?: string;
  readonly more?: readonly object[];
}

const group = (most: number, types: readonly string[]) => ({
  type: "aws:eks/nodeGroup:NodeGroup",
  props: { instanceTypes: types, scalingConfig: { minSize: 1, desiredSize: 1, maxSize: most } },
});

const deployment = (cpu: string, replicas?: number, kind = "Deployment") => ({
  type: `kubernetes:apps/v1:${kind}`,
  props: {
    metadata: { name: "frontend", namespace: "example" },
    spec: {
      ...(replicas !== undefined && { replicas }),
      template: { spec: { containers: [{ resources: { requests: { cpu, memory: "0.5Gi" } } }] } },
    },
  },
});

const autoscaler = (maxReplicas: number, namespace = "example") => ({
  type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  props: { metadata: { namespace }, spec: { scaleTargetRef: { name: "frontend" }, minReplicas: 2, maxReplicas } },
});

async function said({ most = 2, types = ["m5.large"], more = [], ...rest }: Given): Promise<readonly string[]> {
  const { pods, replicas, cpu = "500m" } = rest;
  const scaled = pods === undefined ? [] : [autoscaler(pods)];
  const resources = [group(most, types), deployment(cpu, replicas), ...scaled, ...more];
  const violations: string[] = [];
  const args = { resources: resources as unknown as PolicyResource[] } as Parameters<StackValidation>[0];
  await nodesHoldPods.validateStack(args, (message) => violations.push(message));
  return violations;
}

describe("the rule that the most nodes hold the most pods", () => {
  it("counts a pod of each DaemonSet on every node", async () => {
    expect(await said({ pods: 3, more: [deployment("400m", undefined, "DaemonSet")] })).toEqual([]);
    expect(await said({ pods: 3, more: [deployment("900m", undefined, "DaemonSet")] })).toHaveLength(1);
  });

  it("lets pass what fits, to the last pod: five of 500m, and one more in a rollout, on two nodes less add-ons", async () => {
    // 2 × 1930m, less 2 × 180m and 700m, are 2800m: five and a rollout's one are 3000m.
    expect(await said({ pods: 4 })).toEqual([]);
    expect(await said({ pods: 5 })).toHaveLength(1);
  });

  it("says what is needed, what there is, and what to do", async () => {
    expect(await said({ pods: 8 })).toEqual([
      "at most there are 2 nodes, and pods may need more than these have: 5560 m of CPU of 3860. " +
        "Raise the most nodes, or lower maxReplicas or requests.",
    ]);
    expect(await said({ pods: 8, most: 4 })).toEqual([]);
  });

  it("counts addresses too: a node holds 29 pods, however small they are", async () => {
    expect(await said({ pods: 41, cpu: "1m", most: 2 })).toEqual([expect.stringContaining("60 pods of 58")]);
  });

  it("takes the number of a Deployment itself where no autoscaler says it, or one of another namespace", async () => {
    expect(await said({ replicas: 4 })).toEqual([]);
    expect(await said({ replicas: 5 })).toHaveLength(1);
    expect(await said({ replicas: 4, more: [autoscaler(40, "other")] })).toEqual([]);
  });

  it("counts servers too, which have no pod more in a rollout", async () => {
    const server = deployment("500m", 5, "StatefulSet");
    const named = { ...server, props: { ...server.props, metadata: { name: "db", namespace: "example" } } };
    expect(await said({ replicas: 0, more: [named] })).toEqual([]);
    expect(await said({ replicas: 1, more: [named] })).toHaveLength(1);
  });

  it("wants to know the instances", async () => {
    expect(await said({ types: ["m5.large", "x9.huge"] })).toEqual([
      expect.stringMatching(/^what x9\.huge has for pods is not known, .* known are m5\.large, .*Add it to policies/),
    ]);
  });

  it("says nothing of a stack without nodes: a demo stands on those of others", async () => {
    const violations: string[] = [];
    const args = { resources: [deployment("64", 100)] } as unknown as Parameters<StackValidation>[0];
    await nodesHoldPods.validateStack(args, (message) => violations.push(message));
    expect(violations).toEqual([]);
  });
});
