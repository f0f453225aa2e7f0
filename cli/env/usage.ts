import type { Tools } from "../../engine/toolchain/tool";
import { SYSTEM } from "../../infra/system";
import { quantityOf } from "../../policies/quantity";
import { kubectlOf } from "../kubectl";
import type { Platform } from "../platform";
import { isReady, type Workload } from "../workloads";

/** What runs in a namespace, and what its pods ask for. */
export interface Usage {
  readonly workloads: number;
  readonly ready: number;
  readonly pods: number;
  readonly milliCpu: number;
  readonly mebibytes: number;
  /** Of disks, in GiB, whether a pod is there that uses them or not. */
  readonly gib: number;
}

interface Container {
  /** Of an init container that runs on. */
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: { readonly cpu?: string; readonly memory?: string } };
}

interface Pods {
  readonly spec: {
    /** Of a StatefulSet. */
    readonly volumeClaimTemplates?: readonly {
      readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } };
    }[];
    readonly template: {
      readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
    };
  };
}

/** What runs in each namespace of the cluster, by its name: asked for once, however many there are. */
export async function usages(tools: Tools, platform: Platform): Promise<ReadonlyMap<string, Usage>> {
  const selector = `app.kubernetes.io/part-of=${SYSTEM}`;
  const found = await kubectlOf(tools, platform)("get", "deployments,statefulsets", "-A", "-l", selector, "-o", "json");
  const { items } = JSON.parse(found) as { readonly items: readonly (Workload & Pods)[] };
  const usage = new Map<string, Usage>();
  for (const item of items) {
    const { namespace } = item.metadata;
    usage.set(namespace, sum(usage.get(namespace) ?? NOTHING, usageOf(item)));
  }
  return usage;
}

export const NOTHING: Usage = { workloads: 0, ready: 0, pods: 0, milliCpu: 0, mebibytes: 0, gib: 0 };

export function sum(one: Usage, other: Usage): Usage {
  return {
    workloads: one.workloads + other.workloads,
    ready: one.ready + other.ready,
    pods: one.pods + other.pods,
    milliCpu: one.milliCpu + other.milliCpu,
    mebibytes: one.mebibytes + other.mebibytes,
    gib: one.gib + other.gib,
  };
}

function usageOf(workload: Workload & Pods): Usage {
  const { containers, initContainers = [] } = workload.spec.template.spec;
  const running = [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === "Always")];
  const pods = workload.spec.replicas;
  const claims = workload.spec.volumeClaimTemplates ?? [];
  const gib = claims.reduce((all, { spec }) => all + quantity(spec.resources.requests.storage) / 2 ** 30, 0);
  const total = (amount: "cpu" | "memory") =>
    pods * running.reduce((all, { resources }) => all + quantity(resources?.requests?.[amount] ?? "0"), 0);
  return {
    workloads: 1,
    ready: isReady(workload) ? 1 : 0,
    pods,
    milliCpu: Math.round(total("cpu") * 1_000),
    mebibytes: Math.round(total("memory") / 2 ** 20),
    gib: Math.max(1, pods) * gib,
  };
}

/** In processors, or bytes. The API server refuses what is none. */
function quantity(text: string): number {
  return quantityOf(text) ?? 0;
}
