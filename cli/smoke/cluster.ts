import { UserError } from "../../engine/user-error";
import { SERVICES } from "../../infra/system";
import type { Kubectl } from "../kubectl";
import { isReady, tagOf } from "../release/watch";
import { podAsker } from "./asker";
import type { Inside } from "./smoke";

interface Pods {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly deletionTimestamp?: string;
    };
    readonly spec: { readonly containers: readonly [{ readonly image: string }] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

interface Ingresses {
  readonly items: readonly {
    readonly spec: { readonly rules?: readonly { readonly host?: string }[] };
    readonly status: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
  }[];
}

/** The pods of services that serve, and how they are made to ask. @param kubectl for their namespace */
export async function podsInside(kubectl: Kubectl): Promise<Inside> {
  const { items } = JSON.parse(await kubectl("get", "pods", "-o", "json")) as Pods;
  const serving = items.filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && isReady(status));
  const ofService = <T>(told: (pod: Pods["items"][number]) => T) =>
    Object.fromEntries(
      SERVICES.map((service) => [
        service,
        serving.filter(({ metadata }) => metadata.labels?.app === service).map(told),
      ]),
    );
  return {
    pods: ofService(({ metadata }) => metadata.name),
    tags: ofService(({ spec }) => tagOf(spec.containers[0].image)),
    askerIn: (pod) => podAsker(kubectl, pod),
  };
}

/** An environment, as a cluster knows it. */
export interface Deployed {
  readonly stack: string;
  /** The namespace of its services. */
  readonly namespace: string;
  /** What it is reached by from outside: `frontend.example.com` */
  readonly hosts: readonly string[];
}

/**
 * Whether a cluster has an environment: its Ingresses have the environment's own hosts. A context is named by people, and
 * environments have the same namespace.
 * @param kubectl for the environment's namespace
 * @throws {UserError} if it is another one's cluster, before any pod is asked
 */
export async function demandClusterOf(
  { stack, namespace, hosts }: Deployed,
  context: string,
  kubectl: Kubectl,
): Promise<void> {
  const { items } = JSON.parse(await kubectl("get", "ingresses", "-o", "json")) as Ingresses;
  const found = items.flatMap(({ spec }) => (spec.rules ?? []).flatMap(({ host }) => host ?? []));
  if (!hosts.every((host) => found.includes(host))) {
    throw new UserError(
      `context ${context} is not the cluster of ${stack}: the Ingresses in its namespace ${namespace} have ` +
        `${[...new Set(found)].sort().join(", ") || "no host"}, and those of ${stack} have ${hosts.join(", ")}; name the context of ` +
        `${stack}'s cluster. Nothing was asked.`,
    );
  }
}

/** Where the Ingresses of a namespace are reached, by host. */
export async function entrances(kubectl: Kubectl): Promise<ReadonlyMap<string, string>> {
  const { items } = JSON.parse(await kubectl("get", "ingresses", "-o", "json")) as Ingresses;
  return new Map(
    items.flatMap(({ spec, status }) => {
      const ip = status.loadBalancer?.ingress?.[0]?.ip;
      return ip === undefined ? [] : (spec.rules ?? []).map(({ host = "" }) => [host, ip] as const);
    }),
  );
}
