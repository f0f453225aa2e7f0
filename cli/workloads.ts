import { setTimeout as sleep } from "node:timers/promises";
import { ticking } from "../engine/process/ticking";
import type { Tools } from "../engine/toolchain/tool";
import { UserError } from "../engine/user-error";
import { whyWorkloadsFailed } from "./failures/workloads";
import { kubectlOf } from "./kubectl";
import type { Platform } from "./platform";

/** A Deployment or StatefulSet, as `kubectl get -o json` shows it. */
export interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: { readonly app: string } };
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number; readonly updatedReplicas?: number };
}

/** Whether as many of its pods are ready as it is to have, and none of them is of an earlier template. */
export function isReady({ spec: { replicas }, status: { readyReplicas = 0, updatedReplicas = 0 } }: Workload): boolean {
  return readyReplicas >= replicas && updatedReplicas >= replicas;
}

/** `10 of 11 workloads are ready` */
export function readyText(workloads: readonly Workload[]): string {
  return `${workloads.filter(isReady).length} of ${workloads.length} workloads are ready`;
}

/** What runs in a namespace. */
export class Workloads {
  constructor(
    private readonly tools: Tools,
    private readonly platform: Platform,
    private readonly namespace: string,
  ) {}

  async list(): Promise<readonly Workload[]> {
    const found = await kubectlOf(this.tools, this.platform, this.namespace)(
      "get",
      "deployments,statefulsets",
      "-o",
      "json",
    );
    return (JSON.parse(found) as { items: readonly Workload[] }).items;
  }

  /**
   * Waits until all are ready.
   * @param milliseconds how long at most
   * @param say told how many are
   * @throws {UserError} with those that are not ready in that time, and why
   */
  async ready(milliseconds: number, say: (line: string) => void): Promise<readonly Workload[]> {
    const deadline = Date.now() + milliseconds;
    let workloads = await this.list();
    const stop = ticking((seconds) => say(`${readyText(workloads)} (${seconds} s)`));
    try {
      while (!workloads.every(isReady)) {
        if (Date.now() > deadline) {
          throw await this.#complaint(workloads);
        }
        await sleep(1_000);
        workloads = await this.list();
      }
      return workloads;
    } finally {
      stop();
    }
  }

  async #complaint(workloads: readonly Workload[]): Promise<UserError> {
    const waiting = workloads.filter((workload) => !isReady(workload));
    const objects = waiting.map(({ kind, metadata: { name, namespace } }) => ({ kind, name, namespace }));
    const reasons = await whyWorkloadsFailed(objects, (namespace) => kubectlOf(this.tools, this.platform, namespace));
    return new UserError(
      [
        `only ${readyText(workloads)}:`,
        ...reasons,
        "What was changed by hand in the cluster is put right by: npm run up -- --refresh",
      ].join("\n"),
    );
  }
}
