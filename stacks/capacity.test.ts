import { describe, expect, it } from "vitest";
import { environmentOf } from "./environments";
import { type Objects, objectsOf } from "./testing/objects";
import { committedConfig } from "./testing/settings";

interface Amount {
  readonly milliCpu: number;
  readonly mebibytes: number;
  readonly pods: number;
}

/**
 * What an instance has for pods: its processors and memory less what EKS keeps for the node itself, and its addresses.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
 */
const ALLOCATABLE: Readonly<Record<string, Amount>> = { "m5.large": { milliCpu: 1_930, mebibytes: 7_000, pods: 29 } };

/** Add-ons on each node: vpc-cni, kube-proxy, ebs-csi-node, and the agent of Pod Identity. */
const ON_EACH_NODE: Amount = { milliCpu: 180, mebibytes: 200, pods: 4 };
/** Add-ons once: two pods each of CoreDNS, metrics-server, ebs-csi-controller and the load balancers', one of external-dns. */
const ADDONS: Amount = { milliCpu: 650, mebibytes: 1_100, pods: 9 };

/** Pods scale faster than nodes, so some room is left (seed-facts section 3). */
const HEADROOM = 1.25;

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (one, other) => ({
      milliCpu: one.milliCpu + other.milliCpu,
      mebibytes: one.mebibytes + other.mebibytes,
      pods: one.pods + other.pods,
    }),
    { milliCpu: 0, mebibytes: 0, pods: 0 },
  );
}

function times({ milliCpu, mebibytes, pods }: Amount, count: number): Amount {
  return { milliCpu: milliCpu * count, mebibytes: mebibytes * count, pods: pods * count };
}

interface Requests {
  readonly cpu?: string;
  readonly memory?: string;
}

function amountOf(requests: readonly Requests[]): Amount {
  const cpus = requests.map(({ cpu = "0" }) => (cpu.endsWith("m") ? parseInt(cpu) : Number(cpu) * 1_000));
  const memories = requests.map(({ memory = "0Mi" }) => parseInt(memory) * (memory.endsWith("Gi") ? 1_024 : 1));
  const total = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  return { milliCpu: total(cpus), mebibytes: total(memories), pods: 1 };
}

/** Every pod that there may be at once, each Deployment with one more, as while it is rolled out. */
function mostPods(objects: Objects): readonly Amount[] {
  const scaled = new Map(
    objects.all("HorizontalPodAutoscaler").map(({ spec }) => {
      const { scaleTargetRef, maxReplicas } = spec as unknown as {
        scaleTargetRef: { name: string };
        maxReplicas: number;
      };
      return [scaleTargetRef.name, maxReplicas] as const;
    }),
  );
  return ["Deployment", "StatefulSet"].flatMap((kind) =>
    objects.all(kind).map(({ metadata, spec }) => {
      const replicas = scaled.get(metadata.name) ?? spec.replicas ?? 1;
      const pod = amountOf(spec.template.spec.containers.map(({ resources }) => resources.requests));
      return times(pod, replicas + (kind === "Deployment" ? 1 : 0));
    }),
  );
}

describe.each(["staging", "production"] as const)("the nodes of %s", (stack) => {
  it("30: hold the most pods, and a quarter more", async () => {
    const { platform } = environmentOf(committedConfig(stack));
    const groups = platform.kind === "eks" ? Object.values(platform.compute.groups) : [];
    const room = sum(groups.map(({ instanceTypes: [type], max }) => times(ALLOCATABLE[type] ?? amountOf([]), max)));
    const nodes = groups.reduce((count, { max }) => count + max, 0);
    const most = sum([...mostPods(await objectsOf(stack)), times(ON_EACH_NODE, nodes), ADDONS]);
    expect(most.pods).toBeGreaterThan(20);
    for (const resource of ["milliCpu", "mebibytes", "pods"] as const) {
      const text = `${resource}: ${most[resource]} of ${room[resource]}`;
      console.log(`${stack}, ${text}`);
      expect(most[resource] * HEADROOM, text).toBeLessThanOrEqual(room[resource]);
    }
  });
});
