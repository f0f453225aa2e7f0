import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { commonLabels } from "../components/base/labels";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";
import { leaseAnnotations, leaseLabels } from "./lease";
import { SYSTEM } from "./system";

/**
 * A pod is ready only once the load balancer sends requests to it, so a rollout takes none away too early.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
 */
const READINESS_GATE = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };

/** The environment's namespace. It takes only pods that keep to the `restricted` Pod Security Standard. */
export function createNamespace(environment: Environment, foundation: Foundation): k8s.core.v1.Namespace {
  const { loadBalancer, controllers } = foundation.entrance;
  const { lease } = environment;
  return new k8s.core.v1.Namespace(
    "namespace",
    {
      metadata: {
        name: environment.namespace,
        labels: {
          ...commonLabels(environment.namespace, SYSTEM),
          name: environment.namespace,
          "pod-security.kubernetes.io/enforce": "restricted",
          ...(loadBalancer && READINESS_GATE),
          ...(lease && leaseLabels(lease)),
        },
        ...(lease && { annotations: leaseAnnotations(lease) }),
      },
    },
    // With the namespace go its Ingresses, and what makes load balancers of them has to be there to take these away.
    { provider: foundation.kubernetes, dependsOn: [...controllers] },
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
