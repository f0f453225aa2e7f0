import { setTimeout as sleep } from "node:timers/promises";
import { ticking } from "../engine/process/ticking";
import { idsOf } from "../engine/pulumi/state";
import type { Tools } from "../engine/toolchain/tool";
import { UserError } from "../engine/user-error";
import { whyWorkloadsFailed } from "./failures/workloads";
import { ENGINE } from "./folders";
import { kubectlOf } from "./kubectl";
import type { NodeKind, Platform } from "./platform";

/** A Deployment or StatefulSet, as `kubectl get -o json` shows it. */
export interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: { readonly app: string } };
  readonly spec: {
    readonly replicas: number;
    /** @default - undefined if it is missing */
    readonly template?: { readonly spec: { readonly containers: readonly [{ readonly image: string }] } };
  };
  readonly status: {
    /** All of its pods, also those of an earlier template. */
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime?: string;
    }[];
  };
  /** Whether the program has made it, and it is not there. @default false */
  readonly missing?: boolean;
}

const KINDS = ["Deployment", "StatefulSet"];

/** Whether as many of its pods are ready as it is to have, and none of them is of an earlier template. */
export function isReady({ spec, status }: Workload): boolean {
  const { readyReplicas = 0, updatedReplicas = 0, replicas = updatedReplicas } = status;
  return readyReplicas >= spec.replicas && updatedReplicas >= spec.replicas && replicas <= updatedReplicas;
}

/** `10 of 11 workloads are ready` */
export function readyText(workloads: readonly Workload[]): string {
  return `${workloads.filter(isReady).length} of ${workloads.length} workloads are ready`;
}

/** How long pods may take to be ready again, after their cluster was started. */
export const READY_MS: Readonly<Record<NodeKind, number>> = { simulated: 60_000, real: 180_000, own: 180_000 };

/** What runs in a namespace. */
export class Workloads {
  /** @param stack whose namespace it is */
  constructor(
    private readonly tools: Tools,
    private readonly platform: Platform,
    private readonly namespace: string,
    private readonly stack = "local",
  ) {}

  async list(): Promise<readonly Workload[]> {
    const found = await kubectlOf(this.tools, this.platform, this.namespace)(
      "get",
      "deployments,statefulsets",
      "-o",
      "json",
    );
    const { items } = JSON.parse(found) as { readonly items: readonly Workload[] };
    return [...items, ...this.#missingAmong(items)];
  }

  /** What the program has made and somebody has deleted: a run that finds nothing to change does not notice. */
  #missingAmong(items: readonly Workload[]): readonly Workload[] {
    const { namespace } = this;
    return KINDS.flatMap((kind) => {
      const names = idsOf(ENGINE, this.stack, `kubernetes:apps/v1:${kind}`).map((id) => id.split("/").at(-1) ?? id);
      const there = items.filter((item) => item.kind === kind).map(({ metadata }) => metadata.name);
      return names
        .filter((name) => !there.includes(name))
        .map((name) => ({
          kind,
          metadata: { name, namespace, labels: { app: name } },
          spec: { replicas: 1 },
          status: {},
          missing: true,
        }));
    });
  }

  /**
   * Waits until all are ready.
   * @param milliseconds how long at most
   * @param say told how many are
   * @throws {UserError} with those that are not ready in that time, and why
   */
  async ready(milliseconds: number, say: (line: string) => void): Promise<readonly Workload[]> {
    const deadline = Date.now() + milliseconds;
    let seen = "asking the cluster";
    const stop = ticking((seconds) => say(`${seen} (${seconds} s)`));
    try {
      for (;;) {
        const workloads = await this.list().catch((error: unknown) => (error as Error).message);
        if (typeof workloads !== "string" && workloads.every(isReady)) {
          return workloads;
        }
        if (Date.now() > deadline) {
          throw await this.#complaint(workloads);
        }
        seen = typeof workloads === "string" ? workloads : readyText(workloads);
        await sleep(1_000);
      }
    } finally {
      stop();
    }
  }

  /** @param workloads all of them, or why nobody knows */
  async #complaint(workloads: readonly Workload[] | string): Promise<UserError> {
    if (typeof workloads === "string") {
      return new UserError(`the cluster does not tell what runs in it: ${workloads}`);
    }
    const waiting = workloads.filter((workload) => !isReady(workload));
    const missing = waiting.filter((workload) => workload.missing === true);
    const objects = waiting.map(({ kind, metadata: { name, namespace } }) => ({ kind, name, namespace }));
    const reasons = await whyWorkloadsFailed(objects, (namespace) => kubectlOf(this.tools, this.platform, namespace));
    return new UserError(
      [
        `only ${readyText(workloads)}:`,
        ...missing.map(({ kind, metadata }) => `${kind} ${metadata.name} is not there`),
        ...reasons,
        "What was changed by hand in the cluster is put right by: npm run up -- --refresh",
      ].join("\n"),
    );
  }
}
