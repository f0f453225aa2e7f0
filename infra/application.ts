import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Exposure } from "../components/ingress/exposure";
import type { Configuration } from "../components/workload/configuration";
import type { Image, ImageVersion } from "../components/workload/image";
import type { Credentials } from "./credentials";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";

/** Label `app.kubernetes.io/part-of` of everything. */
export const SYSTEM = "thoughts";

/** The team that answers for the services. */
export const OWNER = "thoughts";

/** What every service is built from. */
export interface Application {
  readonly environment: Environment;
  readonly foundation: Foundation;
  readonly namespace: k8s.core.v1.Namespace;
  readonly credentials: Credentials;
  readonly sharedConfig: Configuration;
}

/** Options of a component in the application's namespace; it goes when the namespace goes. */
export function inNamespace({
  foundation,
  namespace,
}: Pick<Application, "foundation" | "namespace">): pulumi.ComponentResourceOptions {
  return { provider: foundation.kubernetes, deletedWith: namespace };
}

/** An image of the environment's registry. */
export function imageOf({ environment, foundation }: Application, repository: string, version: ImageVersion): Image {
  return { registry: foundation.registry, repository, pullPolicy: environment.pullPolicy, ...version };
}

/** How a host of the environment reaches a service that people or other systems use. */
export function publicExposure({ environment: { edge } }: Application, host: string): Exposure {
  return {
    kind: edge.backendsReachable ? "nodePort" : "ingress",
    host: `${host}.${edge.domain}`,
    ingressClassName: edge.ingressClassName,
  };
}

/** A backend is for other services; it has a host only on a machine of one's own. */
export function backendExposure(application: Application, host: string): Exposure {
  return application.environment.edge.backendsReachable ? publicExposure(application, host) : { kind: "internal" };
}
