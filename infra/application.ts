import type * as k8s from "@pulumi/kubernetes";
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
