import type { PolicyResource, StackValidation } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { nodesHoldPods } from "./nodes-hold-pods";

interface Given {
  readonly most?: number;
  readonly types?: readonly string[];
  readonly pods?: number;
  readonly replicas?: number;
  readonly cpu?: string;
  readonly memory?: string;
  readonly more?: readonly object[];
}

const group = (most: number, types: readonly string[]) => ({
  type: "aws:eks/nodeGroup:NodeGroup",
  props: { instanceTypes: types, scalingConfig: { minSize: 1, desiredSize: 1, maxSize: most } },
});

const deployment = (cpu: string, replicas?: number, kind = "Deployment", memory = "0.5Gi") => ({
  type: `kubernetes:apps/v1:${kind}`,
  props: {
    metadata: { name: "frontend", namespace: "example" },
    spec: {
      ...(replicas !== undefined && { replicas }),
      template: { spec: { containers: [{ resources: { requests: { cpu, memory } } }] } },
    },
  },
});

const autoscaler = (maxReplicas: number, namespace = "example") => ({
  type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  props: { metadata: { namespace }, spec: { scaleTargetRef: { name: "frontend" }, minReplicas: 2, maxReplicas } },
});

async function said({ most = 2, types = ["m5.large"], more = [], ...rest }: Given): Promise<readonly string[]> {
  const { pods, replicas, cpu = "500m", memory } = rest;
  const scaled = pods === undefined ? [] : [autoscaler(pods)];
  const resources = [group(most, types), deployment(cpu, replicas, "Deployment", memory), ...scaled, ...more];
  const violations: string[] = [];
  const args = { resources: resources as unknown as PolicyResource[] } as Parameters<StackValidation>[0];
  await nodesHoldPods.validateStack(args, (message) => violations.push(message));
  return violations;
}

describe("the rule that the most nodes hold the most pods", () => {
  it("counts a pod of each DaemonSet on every node", async () => {
    expect(await said({ pods: 3, more: [deployment("390m", undefined, "DaemonSet")] })).toEqual([]);
    expect(await said({ pods: 3, more: [deployment("900m", undefined, "DaemonSet")] })).toHaveLength(1);
  });

  it("lets pass what fits, to the last pod: five of 500m, and one more in a rollout, on two nodes less add-ons", async () => {
    // 2 × 1930m, less 2 × 190m and 700m, are 2780m: five and a rollout's one are 3000m.
    expect(await said({ pods: 4 })).toEqual([]);
    expect(await said({ pods: 5 })).toHaveLength(1);
  });

  it("says what is needed, what there is, and what to do", async () => {
    expect(await said({ pods: 8 })).toEqual([
      "at most there are 2 nodes, and pods may need more than these have: 5580 m of CPU of 3860. " +
        "Raise the most nodes, or lower maxReplicas or requests.",
    ]);
    expect(await said({ pods: 8, most: 4 })).toEqual([]);
  });

  it("counts addresses too: a node holds 29 pods, however small they are", async () => {
    expect(await said({ pods: 38, cpu: "1m", memory: "1Mi" })).toEqual([expect.stringContaining("59 pods of 58")]);
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

  it("names a pod that is larger than a node, however many nodes there are", async () => {
    const rest = "Lower its requests, or use larger instances: more nodes do not help.";
    // 1930m less 190m.
    expect(await said({ cpu: "1740m", most: 4 })).toEqual([]);
    expect(await said({ cpu: "1741m", most: 40 })).toEqual([
      `one pod of example/frontend is larger than a node beside what runs on each: it asks for 1741 m of CPU of 1740. ${rest}`,
    ]);
    expect(await said({ memory: "20G", most: 40 })).toEqual([
      `one pod of example/frontend is larger than a node beside what runs on each: it asks for 19074 Mi of memory of 6770. ${rest}`,
    ]);
    const job = deployment("2", undefined, "Job", "1Mi");
    const nightly = {
      type: "kubernetes:batch/v1:CronJob",
      props: { ...job.props, spec: { jobTemplate: { spec: job.props.spec } } },
    };
    for (const more of [{ ...job, type: "kubernetes:batch/v1:Job" }, nightly]) {
      expect(await said({ more: [more] })).toEqual([expect.stringContaining("2000 m of CPU of 1740")]);
    }
    expect(await said({ cpu: "1m", more: [deployment("1741m", undefined, "DaemonSet")] })).toContainEqual(
      expect.stringContaining("it asks for 1741 m of CPU of 1740"),
    );
  });

  it.each([
    ["1Ti", 1_048_576],
    ["20G", 19_074],
    ["8e9", 7_630],
    ["9000M", 8_584],
    ["7500000000000m", 7_153],
  ])("reads %s of memory as Kubernetes does", async (memory, mebibytes) => {
    expect(await said({ memory })).toEqual([expect.stringContaining(`asks for ${mebibytes} Mi of memory of 6770`)]);
  });

  it("lets pass small amounts in any unit", async () => {
    for (const memory of ["500M", "0.5G", "524288k", "5e8", "500000000000m"]) {
      expect(await said({ pods: 3, memory })).toEqual([]);
    }
  });

  it("names what is no quantity", async () => {
    expect(await said({ memory: "512mb" })).toEqual([
      `"512mb" of example/frontend: these are no quantities of Kubernetes; write such as 250m, 0.5, 512Mi or 20G.`,
    ]);
  });

  it("counts init containers as the scheduler does, and a limit where nothing is requested", async () => {
    const pod = (spec: object) => ({
      type: "kubernetes:apps/v1:Deployment",
      props: { metadata: { name: "frontend", namespace: "example" }, spec: { template: { spec } } },
    });
    const of = (cpu: string) => ({ resources: { requests: { cpu } } });
    const tooLarge = [expect.stringContaining("one pod of example/frontend is larger than a node")];
    const alone = { replicas: 0, cpu: "1m", most: 4 };
    expect(await said({ ...alone, more: [pod({ containers: [of("1")], initContainers: [of("1")] })] })).toEqual([]);
    expect(await said({ ...alone, more: [pod({ containers: [of("1m")], initContainers: [of("2")] })] })).toEqual(
      tooLarge,
    );
    const beside = { ...of("1"), restartPolicy: "Always" };
    expect(await said({ ...alone, more: [pod({ containers: [of("1")], initContainers: [beside] })] })).toEqual(
      tooLarge,
    );
    const first = { ...of("500m"), restartPolicy: "Always" };
    const inits = [first, of("1500m")];
    expect(await said({ ...alone, more: [pod({ containers: [of("1m")], initContainers: inits })] })).toEqual(tooLarge);
    expect(
      await said({ ...alone, more: [pod({ containers: [of("1m")], initContainers: inits.toReversed() })] }),
    ).toEqual([]);
    expect(await said({ ...alone, more: [pod({ containers: [{ resources: { limits: { cpu: "2" } } }] })] })).toEqual(
      tooLarge,
    );
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
