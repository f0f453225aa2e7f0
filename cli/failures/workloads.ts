import type { FailedObject } from "../../engine/pulumi/progress";
import type { Kubectl } from "../kubectl";

/** A Job, a Deployment or a StatefulSet, as `kubectl get -o json` shows it. */
export interface Workload {
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    /** None of a Job. */
    readonly replicas?: number;
  };
  readonly status: {
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

interface Terminated {
  readonly reason?: string;
  readonly exitCode: number;
  readonly message?: string;
}

interface ContainerStatus {
  readonly state: {
    readonly waiting?: { readonly reason: string; readonly message?: string };
    readonly terminated?: Terminated;
  };
  readonly lastState?: { readonly terminated?: Terminated };
}

export interface WorkloadPod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

const KINDS = ["Job", "Deployment", "StatefulSet"];

/** How many lines of what a container said at its end are shown. */
const MESSAGE_LINES = 5;

/**
 * Why workloads did not become ready. The Kubernetes plugin tells only that a Job failed, and not what containers said at
 * their end; the cluster knows both.
 * @returns lines for people; none for what the cluster does not show
 */
export async function whyWorkloadsFailed(
  objects: readonly FailedObject[],
  kubectlIn: (namespace: string) => Kubectl,
): Promise<readonly string[]> {
  const workloads = objects.filter(({ kind }) => KINDS.includes(kind));
  const reasons = workloads.map((workload) => reasonOf(workload, kubectlIn(workload.namespace)).catch(() => []));
  return (await Promise.all(reasons)).flat();
}

async function reasonOf({ kind, name }: FailedObject, kubectl: Kubectl): Promise<readonly string[]> {
  const workload = JSON.parse(await kubectl("get", kind, name, "-o", "json")) as Workload;
  const labels = Object.entries(workload.spec.selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  const { items: pods } = JSON.parse(await kubectl("get", "pods", "-l", labels.join(","), "-o", "json")) as {
    readonly items: readonly WorkloadPod[];
  };
  return [...workloadLines(`${kind} ${name}`, workload), ...pods.flatMap(podLines)];
}

/** What the workload says of itself. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export function workloadLines(workload: string, { spec, status }: Workload): readonly string[] {
  const { updatedReplicas, readyReplicas } = status;
  if (spec.replicas !== undefined && updatedReplicas === spec.replicas && readyReplicas === spec.replicas) {
    // What failed was the change of it, such as a conflict over a field.
    return [];
  }
  const failed = (status.conditions ?? []).find(({ type, status: is }) => type === "Failed" && is === "True");
  return failed === undefined
    ? [`${workload} is not ready`]
    : [`${workload} failed: ${failed.reason ?? "Failed"}${failed.message ? ` (${failed.message})` : ""}`];
}

/** What is wrong with a pod. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ */
export function podLines({ metadata: { name }, status }: WorkloadPod): readonly string[] {
  const unscheduled = (status.conditions ?? []).filter(
    ({ type, status: is }) => type === "PodScheduled" && is === "False",
  );
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return [
    ...unscheduled.map(({ message = "" }) => `  pod ${name}: not scheduled (${message})`),
    ...containers.flatMap((container) => containerLines(name, container)),
  ];
}

function containerLines(pod: string, { state: { waiting, terminated }, lastState }: ContainerStatus): string[] {
  const ended = terminated ?? lastState?.terminated;
  const waits = waiting === undefined ? [] : [`${waiting.reason}${waiting.message ? ` (${waiting.message})` : ""}`];
  const failed = ended !== undefined && ended.exitCode !== 0;
  const ends = failed ? [`${ended.reason ?? "Error"}, exit code ${ended.exitCode}`] : [];
  const said = failed ? (ended.message ?? "").trim().split("\n").slice(-MESSAGE_LINES) : [];
  return [
    ...[...waits, ...ends].map((reason) => `  pod ${pod}: ${reason}`),
    ...said.filter((line) => line !== "").map((line) => `    ${line}`),
  ];
}
