import type * as k8s from "@pulumi/kubernetes";
import type { Syslog } from "../components/observability/syslog";
import type { Configuration } from "../components/workload/configuration";
import type { Mount } from "../components/workload/container";
import type { Credentials } from "./credentials";
import type { Surroundings } from "./surroundings";
import type { ServiceName } from "./system";

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
