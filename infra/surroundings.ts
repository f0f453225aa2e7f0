import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Image, ImageVersion } from "../components/workload/image";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";

/** What everything in the namespace is built from. */
export interface Surroundings {
  readonly environment: Environment;
  readonly foundation: Foundation;
  readonly namespace: k8s.core.v1.Namespace;
  /** Keys the hashes in the names of Secrets. */
  readonly secretNameKey: pulumi.Output<string>;
}

/** An image of the environment's registry. */
export function imageOf({ environment, foundation }: Surroundings, repository: string, version: ImageVersion): Image {
  return { repository: foundation.repositoryUrl(repository), pullPolicy: environment.pullPolicy, ...version };
}
