import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { commonLabels } from "../components/base/labels";
import { SYSTEM } from "./system";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";

/** The environment's namespace. It takes only pods that keep to the `restricted` Pod Security Standard. */
export function createNamespace(environment: Environment, foundation: Foundation): k8s.core.v1.Namespace {
  return new k8s.core.v1.Namespace(
    "namespace",
    {
      metadata: {
        name: environment.namespace,
        labels: {
          ...commonLabels(environment.namespace, SYSTEM),
          name: environment.namespace,
          "pod-security.kubernetes.io/enforce": "restricted",
        },
      },
    },
    { provider: foundation.kubernetes },
  );
}

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
