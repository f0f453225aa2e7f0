import type { PolicyResource, ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { type Amount, at, numberAt, podOf, sum, textAt, times, unreadableOf } from "../pod-requests";

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

/**
 * Add-ons on each node, whose pods are no resources of the program: vpc-cni, kube-proxy, ebs-csi-node, the agent of Pod
 * Identity, and the one that watches over the node.
 * @see https://github.com/aws/eks-node-monitoring-agent/blob/main/charts/eks-node-monitoring-agent/values.yaml for the last: 10m, 30Mi
 */
const ON_EACH_NODE: Amount = { milliCpu: 190, mebibytes: 230, pods: 5 };
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
  const templates = resources.flatMap(templateOf);
  const unreadable = templates.flatMap(({ name, spec }) => unreadableOf(spec).map((text) => `"${text}" of ${name}`));
  if (unreadable.length > 0) {
    report(`${unreadable.join(", ")}: these are no quantities of Kubernetes; write such as 250m, 0.5, 512Mi or 20G.`);
    return;
  }
  const onEachNode = sum([ON_EACH_NODE, ...templates.filter(isDaemon).map(({ spec }) => podOf(spec))]);
  const large = templates.flatMap((template) => tooLarge(template, groups.map(roomOf), onEachNode));
  if (large.length > 0) {
    large.forEach((message) => {
      report(message);
    });
    return;
  }
  judgeTogether(resources, groups, onEachNode, report);
}

/** A pod that is larger than any node, and so stays Pending whatever is raised. */
function tooLarge(template: Template, rooms: readonly Amount[], onEachNode: Amount): readonly string[] {
  const pod = podOf(template.spec);
  // It is in what runs on each node itself.
  const others = isDaemon(template) ? less(onEachNode, pod) : onEachNode;
  const free = rooms.map((room) => less(room, others));
  if (free.some((room) => pod.milliCpu <= room.milliCpu && pod.mebibytes <= room.mebibytes)) {
    return [];
  }
  const most = (name: keyof Amount) => Math.max(...free.map((room) => room[name]));
  const amounts = (["milliCpu", "mebibytes"] as const)
    .filter((name) => pod[name] > most(name))
    .map((name) => `${pod[name]} ${RESOURCES[name]} of ${most(name)}`);
  return [
    `one pod of ${template.name} is larger than a node beside what runs on each: it asks for ${amounts.join(", ") || "as much of both as no instance has"}. ` +
      "Lower its requests, or use larger instances: more nodes do not help.",
  ];
}

function less(one: Amount, other: Amount): Amount {
  return sum([one, times(other, -1)]);
}

function judgeTogether(
  resources: readonly PolicyResource[],
  groups: readonly PolicyResource[],
  onEachNode: Amount,
  report: ReportViolation,
): void {
  const nodes = groups.map((group) => ({
    most: numberAt(group.props, 0, "scalingConfig", "maxSize"),
    room: roomOf(group),
  }));
  const count = nodes.reduce((total, { most }) => total + most, 0);
  const room = sum(nodes.map(({ most, room: each }) => times(each, most)));
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

/** What pods are made of. */
interface Template {
  readonly type: string;
  /** `example/frontend`. */
  readonly name: string;
  readonly spec: unknown;
}

function templateOf({ type, props }: PolicyResource): readonly Template[] {
  if (!/^kubernetes:(apps|batch)\/v1:(Deployment|StatefulSet|DaemonSet|Job|CronJob)$/.test(type)) {
    return [];
  }
  const job = type.endsWith(":CronJob") ? at(props, "spec", "jobTemplate") : props;
  return [{ type, name: nameOf(props), spec: at(job, "spec", "template", "spec") }];
}

function isDaemon({ type }: Template): boolean {
  return type.endsWith(":DaemonSet");
}

function nameOf(props: unknown): string {
  return `${textAt(props, "metadata", "namespace")}/${textAt(props, "metadata", "name")}`;
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
      const replicas = scaled.get(nameOf(props)) ?? numberAt(props, 1, "spec", "replicas");
      const isRolled = type.endsWith(":Deployment") && textAt(props, "spec", "strategy", "type") !== "Recreate";
      const pod = podOf(at(props, "spec", "template", "spec"));
      return times(pod, replicas === 0 ? 0 : replicas + (isRolled ? 1 : 0));
    });
}
