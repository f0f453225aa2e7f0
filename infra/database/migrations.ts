import { MigrationJob } from "../../components/migration/migration-job";
import { migrationsOf } from "../../components/migration/schema-move";
import type { Application } from "../application";
import { imageOf } from "../surroundings";
import { inNamespace } from "../namespace";
import { comingVersion } from "../service-settings";
import { type BackendName, definitionOf, SYSTEM } from "../system";
import { type Database, migrationName } from "./databases";
import { SCHEMAS } from "./schemas";

/**
 * Brings a backend's schema to what its version needs, before any pod of that version starts. There is nothing to do it
 * in where the database comes and goes with the backend's own pods.
 */
export function createMigration(
  application: Application,
  backend: BackendName,
  database: Database,
): readonly MigrationJob[] {
  const { environment, foundation, namespace, sharedConfig } = application;
  const { owner, repository, user } = definitionOf(backend);
  if (foundation.database.kind === "sidecar") {
    return [];
  }
  // The schema has to be there for the version that is coming; the one that serves meanwhile gets on with it.
  const image = comingVersion(environment.services[backend]);
  const job = new MigrationJob(
    migrationName(backend),
    {
      namespace: namespace.metadata.name,
      partOf: SYSTEM,
      owner,
      container: {
        name: "migrate",
        image: imageOf(application, repository, image),
        args: ["migrate"],
        resources: { requests: { cpu: "60m", memory: "64Mi" }, limits: { memory: "128Mi" } },
        configuration: [sharedConfig],
        environment: database.environment,
      },
      user,
      dependencies: database.dependencies,
      server: database.server,
      migrations: migrationsOf(SCHEMAS[backend], image.tag).map(({ id }) => id),
      attempt: environment.migrations[backend].attempt,
    },
    { ...inNamespace(application), dependsOn: [...database.dependsOn] },
  );
  return [job];
}
