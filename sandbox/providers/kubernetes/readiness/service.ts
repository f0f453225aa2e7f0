import { at, objectAt, objectsAt, textAt, type JsonObject } from "../../wire/json";
import type { Selection } from "../watch";
import { READY, waiting, type Readiness, type Verdict } from "./verdict";

/** The controller fills EndpointSlices only for Services that select pods; headless ones may well have none yet. */
function needsEndpoints(live: JsonObject): boolean {
  const external = textAt(live, "spec", "type") === "ExternalName";
  const headless = at(live, "spec", "clusterIP") === "None";
  return !external && !headless && Object.keys(objectAt(live, "spec", "selector")).length > 0;
}

function judge(live: JsonObject, slices: readonly JsonObject[]): Verdict {
  const balanced = textAt(live, "spec", "type") === "LoadBalancer";
  if (balanced && objectsAt(live, "status", "loadBalancer", "ingress").length === 0) {
    return waiting("no load balancer has given the Service an address");
  }
  // An endpoint whose readiness is unknown counts as ready, as the API's documentation asks of consumers.
  const ready = slices
    .flatMap((slice) => objectsAt(slice, "endpoints"))
    .some((endpoint) => at(endpoint, "conditions", "ready") !== false);
  if (needsEndpoints(live) && !ready) {
    return waiting("no selected pod is ready: the pods may not be ready yet, or spec.selector matches none");
  }
  return READY;
}

function related(live: JsonObject): Selection | undefined {
  if (!needsEndpoints(live)) return undefined;
  const namespace = textAt(live, "metadata", "namespace");
  return {
    path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    query: { labelSelector: `kubernetes.io/service-name=${textAt(live, "metadata", "name")}` },
  };
}

/**
 * A LoadBalancer has an address; a Service with a selector has a ready endpoint. Where the official provider waits ten
 * more seconds for endpoints to settle, this one takes the first that is ready.
 */
export const service: Readiness = { judge, related };
