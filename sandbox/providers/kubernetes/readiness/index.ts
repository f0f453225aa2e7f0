import type { JsonObject } from "../../wire/json";
import type { Kind } from "../kinds";
import { annotation, SKIP_AWAIT, WAIT_FOR } from "../metadata";
import { claim } from "./claim";
import { customResourceDefinition } from "./custom-resource-definition";
import { daemonSet } from "./daemon-set";
import { deployment } from "./deployment";
import { ingress } from "./ingress";
import { job } from "./job";
import { namespace } from "./namespace";
import { pod } from "./pod";
import { service } from "./service";
import { statefulSet } from "./stateful-set";
import type { Readiness } from "./verdict";
import { waitFor } from "./wait-for";

const BY_KIND: Readonly<Record<string, Readiness>> = {
  "/Namespace": namespace,
  "/PersistentVolumeClaim": claim,
  "/Pod": pod,
  "/Service": service,
  "apiextensions.k8s.io/CustomResourceDefinition": customResourceDefinition,
  "apps/DaemonSet": daemonSet,
  "apps/Deployment": deployment,
  "apps/StatefulSet": statefulSet,
  "batch/Job": job,
  "networking.k8s.io/Ingress": ingress,
};

/** How to wait for this object; `undefined` when it is ready as soon as it exists, or when the program says so. */
export function readinessOf(kind: Kind, inputs: JsonObject): Readiness | undefined {
  if (annotation(inputs, SKIP_AWAIT) === "true") return undefined;
  const asked = annotation(inputs, WAIT_FOR);
  return asked === "" ? BY_KIND[`${kind.group}/${kind.kind}`] : waitFor(asked);
}
