import type * as k8s from "@pulumi/kubernetes";
import type { Exposure } from "../components/ingress/exposure";
import type { Configuration } from "../components/workload/configuration";
import type { Image, ImageVersion } from "../components/workload/image";
import type { Credentials } from "./credentials";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";

/** What every service is built from. */
export interface Application {
  readonly environment: Environment;
  readonly foundation: Foundation;
  readonly namespace: k8s.core.v1.Namespace;
  readonly credentials: Credentials;
  readonly sharedConfig: Configuration;
}

/** An image of the environment's registry. */
export function imageOf({ environment, foundation }: Application, repository: string, version: ImageVersion): Image {
  return { repository: foundation.repositoryUrl(repository), pullPolicy: environment.pullPolicy, ...version };
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
