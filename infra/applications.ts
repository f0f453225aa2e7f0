import type * as pulumi from "@pulumi/pulumi";
import { Password } from "../components/base/generated";
import type { Service } from "../components/workload/service";
import type { Application } from "./application";
import { createCredentials } from "./credentials";
import { createDelivery, servicesProvider } from "./delivery/delivery";
import type { Environment } from "./environment";
import type { Foundation } from "./foundation";
import { createTokenKeys } from "./keys/token-keys";
import { createNamespace } from "./namespace";
import { createLogCollector } from "./observability/log-collection";
import { createSyslog, createWatch, type Watch } from "./observability/observability";
import { createService } from "./service";
import { minimumsOf } from "./services/dependencies";
import { createSharedConfig } from "./shared-config";
import { createTenant } from "./tenant";
import { SERVICES, type ServiceName } from "./system";

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
  createTenant(environment, foundation, namespace);
  const secretNameKey = new Password("secret-name-key", {}, {}).value;
  const surroundings = { environment, foundation, namespace, secretNameKey };
  createLogCollector(surroundings);
  const keys = createTokenKeys(surroundings);
  const application: Application = {
    ...surroundings,
    syslog: createSyslog(surroundings),
    credentials: createCredentials(surroundings),
    tokenKeys: keys.mounts,
    sharedConfig: createSharedConfig(surroundings),
    servicesProvider: servicesProvider(surroundings),
  };
  createDelivery(surroundings);
  return {
    namespace: namespace.metadata.name,
    services: createServices(application),
    keysStep: keys.step,
    tools: { syslog: application.syslog, ...createWatch(surroundings) },
  };
}

/** Every service, after those that it calls. */
function createServices(application: Application): Readonly<Record<ServiceName, Service>> {
  const created = new Map<ServiceName, Service>();
  for (const name of SERVICES) {
    const called = minimumsOf(name).map(([other]) => {
      const service = created.get(other);
      if (service === undefined) {
        throw new Error(`${name} calls ${other}, which is not there yet; list it first in infra/services/index.ts.`);
      }
      return service;
    });
    created.set(name, createService(application, name, called));
  }
  return Object.fromEntries(created) as Record<ServiceName, Service>;
}
