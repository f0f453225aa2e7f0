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
