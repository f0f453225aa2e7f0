import type * as pulumi from "@pulumi/pulumi";
import { type Container, scratch, type Variable } from "../components/workload/container";
import type { Dependency } from "../components/workload/network-policy";
import { Service } from "../components/workload/service";
import type { Application } from "./application";
import { imageOf } from "./surroundings";
import { createDatabase } from "./database/databases";
import { createMigration } from "./database/migrations";
import { deliveredOptions } from "./delivery/delivery";
import { exposureOf } from "./edge/exposures";
import { probesOf, resourcesOf, strategyOf } from "./service-settings";
import { callersOf, dependenciesOf } from "./services/dependencies";
import { createFlags } from "./services/flags";
import { versionChecks } from "./services/version-check";
import { definitionOf, isBackend, type ServiceName, SYSTEM } from "./system";

/** What a service's database adds to it. */
interface Data {
  readonly sidecars: readonly Container[];
  readonly environment: Readonly<Record<string, Variable>>;
  readonly dependencies: readonly Dependency[];
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * Makes a service, and its database if it has one, as its definition says.
 * @param called the services that it calls, which are there before it
 */
export function createService(application: Application, name: ServiceName, called: readonly Service[]): Service {
  const { environment, foundation, namespace, servicesProvider, sharedConfig, syslog, tokenKeys } = application;
  const definition = definitionOf(name);
  const { owner, address, audience, port, shutdown, user } = definition;
  const settings = environment.services[name];
  const { image, scaling, release } = settings;
  const data = createData(application, name);
  const keys = tokenKeys[name];
  const { loadBalancer: shared } = foundation.entrance;
  const loadBalancer =
    audience.kind === "public" && shared ? { ...shared, healthCheckPath: audience.healthCheckPath } : undefined;
  return new Service(
    name,
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner,
      address,
      exposure: exposureOf(environment, name, loadBalancer),
      scaling,
      release,
      strategy: strategyOf(name, settings),
      progressDeadlineSeconds: environment.progressDeadlineSeconds,
      network: { callers: callersOf(name), dependencies: [...dependenciesOf(name), ...data.dependencies] },
      metrics: { port, path: "/metrics" },
      ...(shutdown && { shutdown }),
      user,
      initContainers: versionChecks(name),
      container: {
        name: `${name}-service`,
        image: imageOf(application, definition.repository, image),
        port,
        probes: probesOf(name, settings),
        resources: resourcesOf(name, settings),
        configuration: [sharedConfig, ...createFlags(application, name)],
        environment: data.environment,
        mounts: [...(keys ? [keys] : []), scratch("tmp", "/tmp")],
      },
      sidecars: data.sidecars,
    },
    { ...deliveredOptions(application, servicesProvider), dependsOn: [syslog, ...data.dependsOn, ...called] },
  );
}

function createData(application: Application, name: ServiceName): Data {
  if (!isBackend(name)) {
    return { sidecars: [], environment: {}, dependencies: [], dependsOn: [] };
  }
  const database = createDatabase(application, name);
  const migration = createMigration(application, name, database);
  return { ...database, dependsOn: [...database.dependsOn, ...migration] };
}
