import { strategyOf } from "../../infra/service-settings";
import { BACKENDS, type ServiceName, SERVICES } from "../../infra/system";
import { commandLine } from "../../release/change";
import type { ServiceRelease } from "../../release/service-release";
import type { Demo } from "../env/demos";
import { tagOf } from "../release/watch";
import { isReady, type Workload } from "../workloads";

/** What runs in an environment, and what is under way: for people as text, for machines as JSON. */
export interface EnvironmentStatus {
  readonly namespace: string;
  readonly workloads: readonly WorkloadStatus[];
  /** Changes of a version that are not finished. */
  readonly releases: readonly ReleaseStatus[];
  /** Copies of the environment in its cluster. */
  readonly demos: readonly DemoStatus[];
}

/** In the order in which they are shown. */
export const GROUPS = ["services", "databases", "tools"] as const;
export type Group = (typeof GROUPS)[number];

export interface WorkloadStatus {
  readonly name: string;
  /** Its label `app`: the service, database or tool that it is of. */
  readonly app: string;
  readonly group: Group;
  /** The tag of its first container's image. @default - undefined if it is not there */
  readonly version: string | undefined;
  readonly ready: number;
  readonly replicas: number;
  readonly state: "ready" | "not ready" | "not all replaced" | "not there";
  /** Since when it is not ready, as the cluster says it: `2026-11-29T23:40:00Z`. @default - undefined while it is */
  readonly since: string | undefined;
  /** Why it is not ready. */
  readonly reasons: readonly string[];
  readonly url: string | undefined;
}

export interface ReleaseStatus {
  readonly service: ServiceName;
  readonly from: string;
  readonly to: string;
  readonly strategy: string;
  readonly phase: string;
  /** What shows it, and the commands that go on from there. */
  readonly command: string;
}

export interface DemoStatus {
  readonly name: string;
  readonly url: string | undefined;
  /** When it may be removed, in UTC. @default - undefined: nobody knows */
  readonly expires: string | undefined;
}

export interface StatusArgs {
  readonly namespace: string;
  readonly workloads: readonly Workload[];
  /** Why workloads are not ready, by their names. */
  readonly reasons: Readonly<Record<string, readonly string[]>>;
  /** Addresses from outside, by service or tool. */
  readonly urls: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<ServiceName, ServiceRelease>>;
  readonly demos: readonly (Demo & { readonly url: string | undefined })[];
}

export function environmentStatus({
  namespace,
  workloads,
  reasons,
  urls,
  services,
  demos,
}: StatusArgs): EnvironmentStatus {
  return {
    namespace,
    workloads: workloads.map((workload) => workloadStatus(workload, reasons, urls)),
    releases: SERVICES.flatMap((service) => releaseStatus(service, services[service])),
    demos: demos.flatMap(({ name, url, expires, isHere }) =>
      isHere ? [{ name, url, expires: expires?.toISOString() }] : [],
    ),
  };
}

function workloadStatus(workload: Workload, reasons: StatusArgs["reasons"], urls: StatusArgs["urls"]): WorkloadStatus {
  const { metadata, spec, status } = workload;
  const { name, labels } = metadata;
  const image = spec.template?.spec.containers[0].image;
  return {
    name,
    app: labels.app,
    group: groupOf(labels.app),
    version: image === undefined ? undefined : tagOf(image),
    ready: status.readyReplicas ?? 0,
    replicas: spec.replicas,
    state: stateOf(workload),
    since: isReady(workload) ? undefined : sinceOf(workload),
    reasons: reasons[name] ?? [],
    url: urls[labels.app],
  };
}

/** @param app a workload's label `app` */
export function groupOf(app: string): Group {
  if (SERVICES.some((service) => service === app)) {
    return "services";
  }
  return BACKENDS.some((backend) => app === `${backend}-db`) ? "databases" : "tools";
}

function stateOf(workload: Workload): WorkloadStatus["state"] {
  if (isReady(workload)) {
    return "ready";
  }
  if (workload.missing === true) {
    return "not there";
  }
  return (workload.status.readyReplicas ?? 0) < workload.spec.replicas ? "not ready" : "not all replaced";
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status for the condition */
function sinceOf({ status: { conditions = [] } }: Workload): string | undefined {
  return conditions.find(({ type, status }) => type === "Available" && status === "False")?.lastTransitionTime;
}

function releaseStatus(service: ServiceName, release: ServiceRelease): readonly ReleaseStatus[] {
  const { tag, rollout } = release;
  return rollout === undefined
    ? []
    : [
        {
          service,
          from: tag,
          to: rollout.next.tag,
          strategy: strategyOf(service, release).kind,
          phase: rollout.phase,
          command: commandLine("status", { service, stack: "local" }),
        },
      ];
}
