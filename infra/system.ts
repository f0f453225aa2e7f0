import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Foundation } from "./foundation";

/** Label `app.kubernetes.io/part-of` of everything. */
export const SYSTEM = "thoughts";

/** The team that answers for the services. */
export const OWNER = "thoughts";

/** Options of a component in the application's namespace; it goes when the namespace goes. */
export function inNamespace({
  foundation,
  namespace,
}: {
  readonly foundation: Foundation;
  readonly namespace: k8s.core.v1.Namespace;
}): pulumi.ComponentResourceOptions {
  return { provider: foundation.kubernetes, deletedWith: namespace };
}
