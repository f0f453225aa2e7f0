import { setTimeout as sleep } from "node:timers/promises";
import type { Tools } from "../../engine/toolchain/tool";
import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import type { Watched } from "../../release/watched";
import { type Kubectl, kubectlOf } from "../kubectl";
import { KubectlError } from "../kubectl-error";
import type { Platform } from "../platform";
import type { Traffic } from "./traffic";

/** A pod, as `kubectl get -o json` shows it. */
export interface Pod {
  readonly kind: "Pod";
  readonly metadata: Metadata & { readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly [{ readonly image: string; readonly ports: readonly Port[] }] };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}

interface Port {
  readonly containerPort: number;
}

interface Metadata {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Deployment {
  readonly kind: "Deployment";
  readonly metadata: Metadata;
  readonly spec: { readonly replicas: number };
}

interface Autoscaler {
  readonly kind: "HorizontalPodAutoscaler";
  readonly metadata: Metadata;
  readonly spec: { readonly scaleTargetRef: { readonly name: string }; readonly minReplicas: number };
}

/** What there is of a service. */
export type ServiceObject = Pod | Deployment | Autoscaler;

/** The pods of a slot, and how many it has to have. */
export interface FoundPods {
  readonly pods: readonly Pod[];
  /** What an autoscaler adds to them is its own affair. */
  readonly wanted: number;
}

/** Picks the pods of a slot out of what there is of its service. */
export function podsOfSlot(objects: readonly ServiceObject[], slot: string): FoundPods {
  const ofSlot = objects.filter(({ metadata }) => metadata.labels.slot === slot);
  const deployment = ofSlot.find((object) => object.kind === "Deployment");
  const autoscaler = objects.find(
    (object) =>
      object.kind === "HorizontalPodAutoscaler" && object.spec.scaleTargetRef.name === deployment?.metadata.name,
  ) as Autoscaler | undefined;
  return {
    pods: ofSlot.filter((object) => object.kind === "Pod"),
    wanted: autoscaler?.spec.minReplicas ?? deployment?.spec.replicas ?? 1,
  };
}

/** What is wrong with pods that are being watched, look after look. */
export class Watch {
  readonly #restarts = new Map<string, number>();
  readonly #seenReady = new Set<string>();
  #first = true;

  constructor(private readonly tag: string) {}

  /** @returns what is wrong; a pod that has just been added, or that takes the place of one, may take its time */
  look({ pods, wanted }: FoundPods): readonly string[] {
    const living = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const wrong = living.flatMap((pod) => this.#wrongWith(pod));
    this.#first = false;
    if (living.length === 0) {
      return ["there is no pod of it"];
    }
    return living.length < wanted ? [`there are ${living.length} of the ${wanted} pods of it`, ...wrong] : wrong;
  }

  #wrongWith({ metadata: { name }, spec, status }: Pod): readonly string[] {
    const wrong: string[] = [];
    const [{ image }] = spec.containers;
    if (tagOf(image) !== this.tag) {
      wrong.push(`${name} runs ${tagOf(image)} instead of ${this.tag}`);
    }
    const restarts = (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
    if (restarts > (this.#restarts.get(name) ?? restarts)) {
      wrong.push(`${name} ended and was started again`);
    }
    this.#restarts.set(name, restarts);
    if (isReady(status)) {
      this.#seenReady.add(name);
    } else if (this.#first || this.#seenReady.has(name)) {
      wrong.push(`${name} is not ready`);
    }
    return wrong;
  }
}

export function isReady({ conditions = [] }: Pod["status"]): boolean {
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

/** `host:5000/frontend:v3.8@sha256:…` is v3.8. */
export function tagOf(image: string): string {
  return image.split("@")[0]?.split(":").at(-1) ?? "";
}

/** `1 pod`, `2 pods`. */
export function podsText(count: number): string {
  return count === 1 ? "1 pod" : `${count} pods`;
}

/** The pods of a service in a cluster. */
export class Pods {
  readonly #kubectl: Kubectl;

  constructor(
    tools: Tools,
    private readonly platform: Platform,
    private readonly namespace: string,
  ) {
    this.#kubectl = kubectlOf(tools, platform, namespace);
  }

  /** @throws {UserError} if the cluster does not show them */
  async inSlot(service: ServiceName, slot: string): Promise<FoundPods> {
    try {
      const kinds = "pods,deployments,horizontalpodautoscalers";
      const found = await this.#kubectl("get", kinds, "-l", `app=${service}`, "-o", "json");
      return podsOfSlot((JSON.parse(found) as { items: readonly ServiceObject[] }).items, slot);
    } catch (error) {
      throw error instanceof KubectlError
        ? new UserError(`the pods of ${service} can't be seen: ${error.message}`)
        : error;
    }
  }

  /**
   * What each of the pods says its version is, where that is another one. A service that does not say it, as the frontend,
   * is known by its image alone, and so is every one whose container does not run.
   */
  async otherVersions(pods: readonly Pod[], tag: string): Promise<readonly string[]> {
    if (this.platform.nodes === "simulated") {
      return [];
    }
    const said = await Promise.all(
      pods.map(async ({ metadata: { name, deletionTimestamp }, spec }) => {
        const port = spec.containers[0].ports[0]?.containerPort ?? 0;
        const path = `/api/v1/namespaces/${this.namespace}/pods/${name}:${port}/proxy/admin/version/`;
        const version = deletionTimestamp === undefined ? await this.#version(path) : undefined;
        return version === undefined || version === tag ? [] : [`${name} says that it is ${version} instead of ${tag}`];
      }),
    );
    return said.flat();
  }

  async #version(path: string): Promise<string | undefined> {
    try {
      return (JSON.parse(await this.#kubectl("get", "--raw", path)) as { version: string }).version;
    } catch (error) {
      if (error instanceof KubectlError && error.failure === "NotFound") {
        return undefined;
      }
      return `nothing (${error instanceof Error ? error.message : String(error)})`;
    }
  }
}

/** How often a look is taken. */
const LOOK_MS = 2_000;

export interface WatchArgs {
  readonly service: ServiceName;
  readonly watched: Watched;
  readonly pods: Pods;
  /** @default - undefined where no container runs, so that nobody asks and nobody answers */
  readonly traffic: Traffic | undefined;
  /** How long; 0 is one look. */
  readonly seconds: number;
  /** Ends it early: it goes back anyway. @default - nothing does */
  readonly stop?: AbortSignal;
}

export interface WatchResult {
  readonly wrong: readonly string[];
  /** Pods that are ready. */
  readonly count: number;
  /** How they answer requests, for people. @default - undefined where nobody asks */
  readonly answers: string | undefined;
}

/**
 * Looks at the pods again and again, and at how they answer.
 * @returns what was wrong with them, as soon as something was
 */
export async function watchPods(
  { service, watched: { slot, tag }, pods, traffic, seconds, stop }: WatchArgs,
  say: (line: string) => void,
): Promise<WatchResult> {
  const start = Date.now();
  const watch = new Watch(tag);
  for (;;) {
    const found = await pods.inSlot(service, slot);
    const requests = await traffic?.look();
    const versions = await pods.otherVersions(found.pods, tag);
    const wrong = [...watch.look(found), ...versions, ...(requests?.wrong ?? [])];
    const left = start + seconds * 1_000 - Date.now();
    if (wrong.length > 0 || left <= 0 || stop?.aborted === true) {
      return { wrong, count: found.pods.filter(({ status }) => isReady(status)).length, answers: requests?.text };
    }
    say(`${podsText(found.pods.length)} of ${tag} well, ${Math.ceil(left / 1_000)} s to go`);
    await sleep(Math.min(LOOK_MS, left));
  }
}
