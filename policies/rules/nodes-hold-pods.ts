import type { PolicyResource, ReportViolation, StackValidationPolicy } from "@pulumi/policy";

interface Amount {
  readonly milliCpu: number;
  readonly mebibytes: number;
  readonly pods: number;
}

/**
 * What an instance has for pods: its processors and memory less what EKS keeps for the node itself, and its addresses.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni-max-pods.txt for the pods
 */
const ALLOCATABLE: Readonly<Record<string, Amount>> = {
  "m5.large": { milliCpu: 1_930, mebibytes: 7_000, pods: 29 },
  "m5a.large": { milliCpu: 1_930, mebibytes: 7_000, pods: 29 },
  "m6i.large": { milliCpu: 1_930, mebibytes: 7_000, pods: 29 },
  "m7i.large": { milliCpu: 1_930, mebibytes: 7_000, pods: 29 },
};

/** Add-ons on each node, which are no resources of the program: vpc-cni, kube-proxy, ebs-csi-node, the agent of Pod Identity. */
const ON_EACH_NODE: Amount = { milliCpu: 180, mebibytes: 200, pods: 4 };
/** Add-ons and controllers once: two pods each of CoreDNS, metrics-server, ebs-csi-controller and the load balancers', one of external-dns and of the autoscaler. */
const ONCE: Amount = { milliCpu: 700, mebibytes: 1_230, pods: 10 };

const RESOURCES = { milliCpu: "m of CPU", mebibytes: "Mi of memory", pods: "pods" } as const;

/**
 * The most pods that autoscalers and rollouts may make have to fit the most nodes that there may be. Otherwise pods stay Pending
 * in the hour of most load, and not before.
 */
export const nodesHoldPods: StackValidationPolicy = {
  name: "nodes-hold-pods",
  description: "The most pods that scaling allows fit the most nodes that there may be.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Raise the most nodes (cluster.compute in stacks/), or lower maxReplicas or requests.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/cas.html",
  validateStack: ({ resources }, report) => {
    const groups = resources.filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup");
    if (groups.length > 0) {
      judge(resources, groups, report);
    }
  },
};

function judge(resources: readonly PolicyResource[], groups: readonly PolicyResource[], report: ReportViolation): void {
  const unknown = groups.flatMap(typesOf).filter((type) => ALLOCATABLE[type] === undefined);
  if (unknown.length > 0) {
    report(
      `what ${[...new Set(unknown)].join(", ")} has for pods is not known, so nobody can tell whether they fit; known are ` +
        `${Object.keys(ALLOCATABLE).join(", ")}. Add it to policies/rules/nodes-hold-pods.ts.`,
    );
    return;
  }
  const nodes = groups.map((group) => ({
    most: numberAt(group.props, 0, "scalingConfig", "maxSize"),
    room: roomOf(group),
  }));
  const count = nodes.reduce((total, { most }) => total + most, 0);
  const room = sum(nodes.map(({ most, room: each }) => times(each, most)));
  const onEachNode = sum([ON_EACH_NODE, ...daemonsOf(resources)]);
  const needed = sum([...podsOf(resources), times(onEachNode, count), ONCE]);
  const lacking = (["milliCpu", "mebibytes", "pods"] as const).filter((resource) => needed[resource] > room[resource]);
  if (lacking.length > 0) {
    const amounts = lacking.map((name) => `${needed[name]} ${RESOURCES[name]} of ${room[name]}`);
    report(
      `at most there are ${count} nodes, and pods may need more than these have: ${amounts.join(", ")}. ` +
        `Raise the most nodes, or lower maxReplicas or requests.`,
    );
  }
}

function typesOf({ props }: PolicyResource): readonly string[] {
  return (props as { readonly instanceTypes?: readonly string[] }).instanceTypes ?? [];
}

/** Of several types any may come, so the one that has least counts. */
function roomOf(group: PolicyResource): Amount {
  const rooms = typesOf(group).flatMap((type) => ALLOCATABLE[type] ?? []);
  const least = (name: keyof Amount) => Math.min(...rooms.map((room) => room[name]));
  return { milliCpu: least("milliCpu"), mebibytes: least("mebibytes"), pods: least("pods") };
}

/** Every pod that there may be at once: each Deployment has one more while it is rolled out. */
function podsOf(resources: readonly PolicyResource[]): readonly Amount[] {
  const scaled = new Map(
    resources
      .filter(({ type }) => type.endsWith(":HorizontalPodAutoscaler"))
      .map(({ props }) => [
        `${textAt(props, "metadata", "namespace")}/${textAt(props, "spec", "scaleTargetRef", "name")}`,
        numberAt(props, 1, "spec", "maxReplicas"),
      ]),
  );
  return resources
    .filter(({ type }) => /^kubernetes:apps\/v1:(Deployment|StatefulSet)$/.test(type))
    .map(({ type, props }) => {
      const name = `${textAt(props, "metadata", "namespace")}/${textAt(props, "metadata", "name")}`;
      const replicas = scaled.get(name) ?? numberAt(props, 1, "spec", "replicas");
      const isRolled = type.endsWith(":Deployment") && textAt(props, "spec", "strategy", "type") !== "Recreate";
      return times(podOf(props), replicas === 0 ? 0 : replicas + (isRolled ? 1 : 0));
    });
}

/** One pod of each DaemonSet of the program, such as the log collector. */
function daemonsOf(resources: readonly PolicyResource[]): readonly Amount[] {
  return resources.filter(({ type }) => type === "kubernetes:apps/v1:DaemonSet").map(({ props }) => podOf(props));
}

function podOf(props: unknown): Amount {
  const containers = at(props, "spec", "template", "spec", "containers");
  const requests = Array.isArray(containers)
    ? containers.map((container) => ({
        milliCpu: milliCpu(textAt(container, "resources", "requests", "cpu")),
        mebibytes: mebibytes(textAt(container, "resources", "requests", "memory")),
        pods: 0,
      }))
    : [];
  return { ...sum(requests), pods: 1 };
}

/** @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes */
function milliCpu(text: string): number {
  return text.endsWith("m") ? parseInt(text) : Number(text || 0) * 1_000;
}

function mebibytes(text: string): number {
  return text.endsWith("Gi") ? parseFloat(text) * 1_024 : parseFloat(text || "0");
}

function sum(amounts: readonly Amount[]): Amount {
  const total = (name: keyof Amount) => amounts.reduce((so, amount) => so + amount[name], 0);
  return { milliCpu: total("milliCpu"), mebibytes: total("mebibytes"), pods: total("pods") };
}

function times({ milliCpu: cpu, mebibytes: memory, pods }: Amount, count: number): Amount {
  return { milliCpu: cpu * count, mebibytes: memory * count, pods: pods * count };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner !== null && typeof inner === "object" ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

function numberAt(value: unknown, otherwise: number, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === "number" ? found : otherwise;
}
