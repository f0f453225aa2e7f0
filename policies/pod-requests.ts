import { quantityOf } from "./quantity";

/** What pods ask for, or what nodes have for them. */
export interface Amount {
  readonly milliCpu: number;
  readonly mebibytes: number;
  readonly pods: number;
}

export function sum(amounts: readonly Amount[]): Amount {
  const total = (name: keyof Amount) => amounts.reduce((so, amount) => so + amount[name], 0);
  return { milliCpu: total("milliCpu"), mebibytes: total("mebibytes"), pods: total("pods") };
}

export function times({ milliCpu: cpu, mebibytes: memory, pods }: Amount, count: number): Amount {
  return { milliCpu: cpu * count, mebibytes: memory * count, pods: pods * count };
}

/**
 * What a pod asks the scheduler for: all its containers together, with init containers that run on beside them, or the one
 * init container that asks for more.
 * @param spec of the pod
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function podOf(spec: unknown): Amount {
  const inits = listAt(spec, "initContainers");
  const runsOn = (container: unknown) => at(container, "restartPolicy") === "Always";
  const together = sum([...listAt(spec, "containers"), ...inits.filter(runsOn)].map(requestsOf));
  // An init container runs beside those before it that run on.
  const before = inits.map((container, index) =>
    sum([container, ...inits.slice(0, index).filter(runsOn)].map(requestsOf)),
  );
  const most = (name: keyof Amount) => Math.max(together[name], ...before.map((one) => one[name]));
  return { milliCpu: most("milliCpu"), mebibytes: most("mebibytes"), pods: 1 };
}

/** Amounts of a pod that Kubernetes would refuse. */
export function unreadableOf(spec: unknown): readonly string[] {
  return [...listAt(spec, "containers"), ...listAt(spec, "initContainers")].flatMap((container) =>
    (["cpu", "memory"] as const)
      .map((name) => requestOf(container, name))
      .filter((text) => quantityOf(text) === undefined),
  );
}

function requestsOf(container: unknown): Amount {
  return {
    milliCpu: whole((quantityOf(requestOf(container, "cpu")) ?? 0) * 1_000),
    mebibytes: whole((quantityOf(requestOf(container, "memory")) ?? 0) / 2 ** 20),
    pods: 0,
  };
}

/** A container that has only a limit asks for as much. */
function requestOf(container: unknown, name: "cpu" | "memory"): string {
  return textAt(container, "resources", "requests", name) || textAt(container, "resources", "limits", name) || "0";
}

/** No less than it is, but for what numbers of computers are not exact in. */
function whole(value: number): number {
  return Math.ceil(Number(value.toFixed(6)));
}

export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner !== null && typeof inner === "object" ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
}

export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

export function numberAt(value: unknown, otherwise: number, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === "number" ? found : otherwise;
}

function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
