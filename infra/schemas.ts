import { type Problem, under } from "../components/base/problems";
import type { SchemaHistory } from "../components/migration/schema-history";
import { checkBackups } from "../components/migration/schema-move";
import type { ImageVersion } from "../components/workload/image";
import type { BackendName, Environment } from "./environment";

/** What an environment says of a backend's migrations. */
export interface MigrationSettings {
  /** The try that is to run; one more than before runs a failed migration again. */
  readonly attempt: number;
  /** Where the backup is that was taken before a migration that drops something, by the migration's id. */
  readonly backups: Readonly<Record<string, string>>;
}

/**
 * The schema of each backend's database, version by version: what its migrations (`app/<service>/migrations`) do, and what
 * its code uses. docs/migrations.md has the steps for a change that is no mere addition.
 */
export const SCHEMAS: Readonly<Record<BackendName, SchemaHistory>> = {
  "users-backend": [
    {
      version: "v1.0",
      migrations: [{ id: "0001_users", phase: "expand", adds: ["users"] }],
      reads: ["users"],
      writes: ["users"],
    },
  ],
  "thoughts-backend": [
    {
      version: "v1.0",
      migrations: [{ id: "0001_thoughts", phase: "expand", adds: ["thoughts"] }],
      reads: ["thoughts"],
      writes: ["thoughts"],
    },
  ],
};

export function checkMigrations(
  migrations: Environment["migrations"],
  versions: Readonly<Record<BackendName, ImageVersion>>,
): readonly Problem[] {
  return (Object.keys(SCHEMAS) as BackendName[]).flatMap((backend) =>
    under(`migrations.${backend}`, checkBackups(SCHEMAS[backend], versions[backend].tag, migrations[backend].backups)),
  );
}
