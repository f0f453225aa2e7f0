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

/** What it promises to those who call it. Hashing a password takes its time. */
export const USERS_BACKEND_OBJECTIVES: Objectives = {
  availability: 0.999,
  latency: { share: 0.95, withinSeconds: 0.5 },
};

/** Who people are: login, users, and the only holder of the key that signs tokens. */
export function createUsersBackend(application: Application): Service {
  const { environment, namespace, sharedConfig } = application;
  const { image, scaling, release } = environment.services["users-backend"];
  const database = createDatabase(application, "users-backend");
  const migration = createMigration(application, "users-backend", database);
  return new Service(
    "users-backend",
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner: OWNER,
      address: ADDRESSES["users-backend"],
      exposure: exposureOf(environment, "users-backend"),
      scaling,
      release,
      strategy: strategyOf(environment, "users-backend"),
      progressDeadlineSeconds: environment.progressDeadlineSeconds,
      network: {
        callers: callersOf("users-backend"),
        dependencies: [...dependenciesOf("users-backend"), ...database.access],
      },
      metrics: { port: CONTAINER_PORT, path: "/metrics" },
      user: 1000,
      container: {
        name: "users-backend-service",
        image: imageOf(application, SERVICE_REPOSITORIES["users-backend"], image),
        port: CONTAINER_PORT,
        probes: {
          readiness: { check: { kind: "http", path: "/admin/version/", port: CONTAINER_PORT }, periodSeconds: 10 },
        },
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
        configuration: [sharedConfig],
        environment: database.environment,
        mounts: [application.tokenKeys["users-backend"], scratch("tmp", "/tmp")],
      },
      sidecars: database.sidecars,
    },
    { ...inNamespace(application), dependsOn: [application.syslog, ...database.dependsOn, ...migration] },
  );
}
