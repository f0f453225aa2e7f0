import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Syslog } from "../components/observability/syslog";
import type { Configuration } from "../components/workload/configuration";
import type { Mount } from "../components/workload/container";
import type { Image, ImageVersion } from "../components/workload/image";
import type { Credentials } from "./credentials";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";
import type { ServiceName } from "./system";

/** What everything in the namespace is built from. */
export interface Surroundings {
  readonly environment: Environment;
  readonly foundation: Foundation;
  readonly namespace: k8s.core.v1.Namespace;
  /** Keys the hashes in the names of Secrets. */
  readonly secretNameKey: pulumi.Output<string>;
}

/** The files at `/opt/keys` of each service: the private key is in no Secret that another service mounts. */
export type KeyMounts = Readonly<Partial<Record<ServiceName, Mount>>>;

/** What every service is built from. */
export interface Application extends Surroundings {
  /** Takes the services' log lines, so it is there before them. */
  readonly syslog: Syslog;
  readonly credentials: Credentials;
  /** The key pair that signs tokens, as each service has it. */
  readonly tokenKeys: KeyMounts;
  readonly sharedConfig: Configuration;
  /** What makes the objects of the services. */
  readonly servicesProvider: k8s.Provider;
}

/** An image of the environment's registry. */
export function imageOf({ environment, foundation }: Surroundings, repository: string, version: ImageVersion): Image {
  return { repository: foundation.repositoryUrl(repository), pullPolicy: environment.pullPolicy, ...version };
}
