import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../engine/user-error";
import type { Kubectl } from "./kubectl";

/** A pod of skipper tells its routes at this port. @see https://opensource.zalando.com/skipper/operation/operation/#monitoring */
const SUPPORT_PORT = 9911;

/** skipper asks for Ingresses every three seconds; on a busy machine this takes longer. */
const ROUTED_MS = 60_000;

/** A route as skipper tells it, as far as it is looked at. */
interface Route {
  readonly predicates?: readonly { readonly name: string; readonly args?: readonly unknown[] }[];
}

/**
 * Waits until each pod of skipper has a route for each host. A new Ingress has its address at once, and until then some
 * requests to it are answered with 404.
 * @param kubectl for the namespace `kube-system` of a cluster with real nodes
 * @throws {UserError} with the hosts that are not reached in time, a minute if nothing is said
 */
export async function awaitRoutes(
  kubectl: Kubectl,
  hosts: readonly string[],
  { milliseconds = ROUTED_MS } = {},
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const missing = await unrouted(kubectl, hosts);
    if (missing.length === 0) {
      return;
    }
    if (Date.now() >= deadline) {
      throw new UserError(
        `${missing.join(", ")} can't be reached: skipper, the ingress controller, has no route there.\n` +
          "Look at its log: npx thoughts kubectl logs -n kube-system deployment/skipper",
      );
    }
    await sleep(500);
  }
}

/** The hosts that at least one pod has no route for. */
async function unrouted(kubectl: Kubectl, hosts: readonly string[]): Promise<readonly string[]> {
  const names = await kubectl("get", "pods", "-l", "app=skipper", "-o", "jsonpath={.items[*].metadata.name}");
  const routes = await Promise.all(names.split(" ").map((name) => routesOf(kubectl, name)));
  return hosts.filter((host) => !routes.every((known) => known.some((route) => isFor(route, host))));
}

/** @returns none for a pod that does not answer: it starts, or it ends */
async function routesOf(kubectl: Kubectl, pod: string): Promise<readonly Route[]> {
  const path = `/api/v1/namespaces/kube-system/pods/http:${pod}:${SUPPORT_PORT}/proxy/routes`;
  const text = await kubectl("get", "--raw", path).catch(() => "[]");
  return JSON.parse(text) as readonly Route[];
}

function isFor({ predicates = [] }: Route, host: string): boolean {
  return predicates.some(({ name, args = [] }) => name === "Host" && new RegExp(String(args[0])).test(host));
}
