import { describe, expect, it } from "vitest";
import { nodeGroupsOf } from "../components/cluster/compute";
import type { NodeGroup } from "../components/cluster/node-group";
import type { Phase } from "../components/rollout/rollout";
import type { Strategy } from "../components/rollout/strategy";
import type { ServiceSettings } from "../infra/service-settings";
import { byService, type ServiceName, SERVICES } from "../infra/system";
import { environmentOf } from "./environments";
import type { Stack } from "./names";
import { type Objects, objectsOf, objectsOfEnvironment } from "./testing/objects";
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

/** Add-ons on each node: vpc-cni, kube-proxy, ebs-csi-node, the agent of Pod Identity, and the one that watches over the node. */
const ON_EACH_NODE: Amount = { milliCpu: 190, mebibytes: 230, pods: 5 };
/**
 * Add-ons once: two pods each of CoreDNS, metrics-server, ebs-csi-controller and the load balancers', one of external-dns and of
 * the autoscaler.
 */
const ADDONS: Amount = { milliCpu: 700, mebibytes: 1_230, pods: 10 };

/** Pods scale faster than nodes, so some room is left (docs/system.md#scaling). */
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

type Bound = "fewest" | "most";

/** Every pod that there is at least, or may be at once: then each Deployment has one more, as while it is rolled out. */
function podsOf(objects: Objects, bound: Bound): readonly Amount[] {
  const scaled = new Map(
    objects.all("HorizontalPodAutoscaler").map(({ spec }) => {
      const { scaleTargetRef, minReplicas, maxReplicas } = spec as unknown as {
        scaleTargetRef: { name: string };
        minReplicas: number;
        maxReplicas: number;
      };
      return [scaleTargetRef.name, bound === "most" ? maxReplicas : minReplicas] as const;
    }),
  );
  const more = { Deployment: bound === "most" ? 1 : 0, StatefulSet: 0 };
  return (["Deployment", "StatefulSet"] as const).flatMap((kind) =>
    objects.all(kind).map(({ metadata, spec }) => {
      const replicas = scaled.get(metadata.name) ?? spec.replicas ?? 1;
      const pod = amountOf(spec.template.spec.containers.map(({ resources }) => resources.requests));
      return times(pod, replicas + more[kind]);
    }),
  );
}

/** How many nodes of a group there are at least, by day or night, or may be. */
function nodesOf({ min, max, scaling }: NodeGroup, bound: Bound): number {
  const scheduled = Object.values(scaling?.schedules ?? {}).map(({ desired }) => desired);
  return bound === "most" ? max : Math.min(min, ...scheduled);
}

function allocatable(instanceType: string): Amount {
  const amount = ALLOCATABLE[instanceType];
  if (amount === undefined) {
    throw new Error(`what ${instanceType} has for pods is not known here; add it to ALLOCATABLE.`);
  }
  return amount;
}

/** @param objects what is there. @default - what the stack's files say */
async function usage(
  stack: Stack,
  bound: Bound,
  objects?: Objects,
): Promise<{ readonly pods: Amount; readonly room: Amount }> {
  const { platform } = environmentOf(committedConfig(stack));
  const groups =
    platform.kind === "aws"
      ? Object.values(nodeGroupsOf(platform.cluster.compute, platform.cluster.network.zones))
      : [];
  const counted = groups.map((group) => ({ type: group.instanceTypes[0], count: nodesOf(group, bound) }));
  const nodes = counted.reduce((total, { count }) => total + count, 0);
  const there = objects ?? (await objectsOf(stack));
  const everywhere = times(sum([ON_EACH_NODE, ...onEachNode(there)]), nodes);
  return {
    pods: sum([...podsOf(there, bound), everywhere, ADDONS]),
    room: sum(counted.map(({ type, count }) => times(allocatable(type), count))),
  };
}

/** What runs on each node, of what the program makes itself. */
function onEachNode(objects: Objects): readonly Amount[] {
  const containers = objects.all("DaemonSet").map(({ spec }) => spec.template.spec.containers);
  return containers.map((of) => amountOf(of.map(({ resources }) => resources.requests)));
}

const RESOURCES = ["milliCpu", "mebibytes", "pods"] as const;

describe.each(["staging", "production"] as const)("the nodes of %s", (stack) => {
  it("30: hold the most pods, and a quarter more", async () => {
    const { pods, room } = await usage(stack, "most");
    expect(pods.pods).toBeGreaterThan(20);
    for (const resource of RESOURCES) {
      expect(pods[resource] * HEADROOM, `${resource}: ${pods[resource]} of ${room[resource]}`).toBeLessThanOrEqual(
        room[resource],
      );
    }
  });

  it.each<[readonly ServiceName[], Strategy, Phase]>([
    [["users-backend"], { kind: "blueGreen" }, "switched"],
    [["thoughts-backend"], { kind: "blueGreen" }, "switched"],
    [["frontend"], { kind: "canary", steps: [50, 99] }, "99%"],
    [SERVICES, { kind: "blueGreen" }, "switched"],
  ])("hold all pods of both versions of %j while one takes over", async (names, strategy, phase) => {
    const environment = environmentOf(committedConfig(stack));
    const changing = (name: ServiceName): ServiceSettings => ({
      ...environment.services[name],
      strategy,
      release: { rollout: { phase, next: { tag: "v99.0" } } },
    });
    const objects = await objectsOfEnvironment({
      ...environment,
      services: byService((name) => (names.includes(name) ? changing(name) : environment.services[name])),
    });
    const deployments = objects.all("Deployment").map(({ metadata }) => metadata.name);
    for (const name of names) {
      expect(deployments.filter((one) => one.includes(name))).toHaveLength(2);
    }
    const { pods, room } = await usage(stack, "most", objects);
    for (const resource of RESOURCES) {
      expect(pods[resource], `${resource}: ${pods[resource]} of ${room[resource]}`).toBeLessThanOrEqual(room[resource]);
    }
  });

  it("hold the fewest pods when they are fewest themselves, as at night", async () => {
    const { pods, room } = await usage(stack, "fewest");
    for (const resource of RESOURCES) {
      expect(pods[resource], `${resource}: ${pods[resource]} of ${room[resource]}`).toBeLessThanOrEqual(room[resource]);
    }
  });
});
