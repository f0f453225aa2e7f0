import type * as pulumi from "@pulumi/pulumi";
import { Password } from "../components/base/generated";
import type { Service } from "../components/workload/service";
import type { Application } from "./application";
import { createCredentials } from "./credentials";
import type { Environment, ServiceName } from "./environment";
import type { Foundation } from "./foundation";
import { createNamespace } from "./namespace";
import { createSyslog, createWatch, type Watch } from "./observability";
import { createFrontend } from "./services/frontend";
import { createThoughtsBackend } from "./services/thoughts-backend";
import { createUsersBackend } from "./services/users-backend";
import { createTokenKeys } from "./token-keys";
import { createSharedConfig } from "./shared-config";

/** The running system. */
export interface Applications {
  readonly namespace: pulumi.Output<string>;
  readonly services: Readonly<Record<ServiceName, Service>>;
  readonly tools: Watch;
  /** The step of the rotation of the token keys that is deployed. */
  readonly keysStep: pulumi.Output<number>;
}

/** The namespace and everything in it, dependencies first. */
export function createApplications(environment: Environment, foundation: Foundation): Applications {
  const namespace = createNamespace(environment, foundation);
  const secretNameKey = new Password("secret-name-key", {}, {}).value;
  const surroundings = { environment, foundation, namespace, secretNameKey };
  const keys = createTokenKeys(surroundings);
  const application: Application = {
    ...surroundings,
    syslog: createSyslog(surroundings),
    credentials: createCredentials(foundation, namespace, secretNameKey),
    tokenKeys: keys.mounts,
    sharedConfig: createSharedConfig(environment, foundation, namespace),
  };
  const usersBackend = createUsersBackend(application);
  const thoughtsBackend = createThoughtsBackend(application, usersBackend);
  const frontend = createFrontend(application, [usersBackend, thoughtsBackend]);
  return {
    namespace: namespace.metadata.name,
    services: { "users-backend": usersBackend, "thoughts-backend": thoughtsBackend, frontend },
    keysStep: keys.step,
    tools: { syslog: application.syslog, ...createWatch(surroundings) },
  };
}
