import type { FailedObject } from "../../sandbox/engine/progress";
import type { Kubectl } from "../kubectl";

/** As `kubectl get -o json` shows it. */
export interface Job {
  readonly status: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

export interface JobPod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly containerStatuses?: readonly {
      readonly state: {
        readonly waiting?: { readonly reason: string; readonly message?: string };
        readonly terminated?: { readonly reason?: string; readonly exitCode: number };
      };
    }[];
  };
}

/** How many lines of a container's log are shown. */
const LOG_LINES = 5;

/**
 * Why Jobs failed: the Kubernetes plugin tells only that they did, the reason is in the cluster.
 * @returns lines for people; none for what the cluster does not show
 */
export async function whyJobsFailed(
  objects: readonly FailedObject[],
  kubectlIn: (namespace: string) => Kubectl,
): Promise<readonly string[]> {
  const jobs = objects.filter(({ kind }) => kind === "Job");
  return (await Promise.all(jobs.map((job) => reasonOf(job, kubectlIn(job.namespace)).catch(() => [])))).flat();
}

async function reasonOf({ name }: FailedObject, kubectl: Kubectl): Promise<readonly string[]> {
  const job = JSON.parse(await kubectl("get", "job", name, "-o", "json")) as Job;
  const selector = `batch.kubernetes.io/job-name=${name}`;
  const { items: pods } = JSON.parse(await kubectl("get", "pods", "-l", selector, "-o", "json")) as {
    readonly items: readonly JobPod[];
  };
  const logs = await Promise.all(pods.map((pod) => lastLines(pod, kubectl)));
  return [...jobLines(name, job), ...pods.flatMap((pod, index) => [...podLines(pod), ...(logs[index] ?? [])])];
}

/** Why the Job failed. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup */
export function jobLines(name: string, { status }: Job): readonly string[] {
  const failed = (status.conditions ?? []).find(({ type, status: is }) => type === "Failed" && is === "True");
  return failed === undefined
    ? [`Job ${name} has not finished`]
    : [`Job ${name} failed: ${failed.reason ?? "Failed"}${failed.message ? ` (${failed.message})` : ""}`];
}

/** What is wrong with a pod of a Job. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ */
export function podLines({ metadata: { name }, status }: JobPod): readonly string[] {
  const unscheduled = (status.conditions ?? []).filter(
    ({ type, status: is }) => type === "PodScheduled" && is === "False",
  );
  const containers = (status.containerStatuses ?? []).flatMap(({ state: { waiting, terminated } }) => {
    if (waiting !== undefined) {
      return [`${waiting.reason}${waiting.message ? ` (${waiting.message})` : ""}`];
    }
    return terminated !== undefined && terminated.exitCode !== 0
      ? [`${terminated.reason ?? "Error"}, exit code ${terminated.exitCode}`]
      : [];
  });
  const reasons = [...unscheduled.map(({ message = "" }) => `not scheduled (${message})`), ...containers];
  return reasons.map((reason) => `  pod ${name}: ${reason}`);
}

/** None where no container runs. */
async function lastLines({ metadata: { name } }: JobPod, kubectl: Kubectl): Promise<readonly string[]> {
  try {
    const log = await kubectl("logs", name, `--tail=${LOG_LINES}`);
    return log
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => `    ${line}`);
  } catch {
    return [];
  }
}
