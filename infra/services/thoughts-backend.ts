import { scratch } from "../../components/workload/container";
import { Service } from "../../components/workload/service";
import { type Application, imageOf } from "../application";
import { exposureOf } from "../exposures";
import type { Objectives } from "../objectives";
import { SERVICE_REPOSITORIES } from "../repositories";
import { inNamespace } from "../namespace";
import { OWNER, SYSTEM } from "../system";
import { createDatabase } from "../databases";
import { createMigration } from "../migrations";
import { ADDRESSES } from "./addresses";
import { callersOf, CONTAINER_PORT, dependenciesOf } from "./dependencies";
import { strategyOf } from "./strategies";
import { versionCheck } from "./version-check";

/** What it promises to those who call it. */
export const THOUGHTS_BACKEND_OBJECTIVES: Objectives = {
  availability: 0.999,
  latency: { share: 0.95, withinSeconds: 0.25 },
};

/** What people think: writing, listing and searching thoughts. Needs users-backend, whose tokens it checks. */
export function createThoughtsBackend(application: Application, usersBackend: Service): Service {
  const { environment, namespace, sharedConfig } = application;
  const { image, scaling, release } = environment.services["thoughts-backend"];
  const database = createDatabase(application, "thoughts-backend");
  const migration = createMigration(application, "thoughts-backend", database);
  return new Service(
    "thoughts-backend",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner: OWNER,
      address: ADDRESSES["thoughts-backend"],
      exposure: exposureOf(environment, "thoughts-backend"),
      scaling,
      release,
      strategy: strategyOf(environment, "thoughts-backend"),
      progressDeadlineSeconds: environment.progressDeadlineSeconds,
      network: {
        callers: callersOf("thoughts-backend"),
        dependencies: [...dependenciesOf("thoughts-backend"), ...database.access],
      },
      metrics: { port: CONTAINER_PORT, path: "/metrics" },
      user: 1000,
      initContainers: [versionCheck("thoughts-backend")],
      container: {
        name: "thoughts-backend-service",
        image: imageOf(application, SERVICE_REPOSITORIES["thoughts-backend"], image),
        port: CONTAINER_PORT,
        probes: {
          readiness: { check: { kind: "http", path: "/admin/version/", port: CONTAINER_PORT }, periodSeconds: 10 },
        },
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
        configuration: [sharedConfig],
        environment: database.environment,
        mounts: [application.tokenKeys["thoughts-backend"], scratch("tmp", "/tmp")],
      },
      sidecars: database.sidecars,
    },
    { ...inNamespace(application), dependsOn: [application.syslog, ...database.dependsOn, ...migration, usersBackend] },
  );
}
