import { type Problem, under } from "../../components/base/problems";
import { checkBackups } from "../../components/migration/schema-move";
import type { ImageVersion } from "../../components/workload/image";
import { BACKENDS, type BackendName, byBackend, databaseOf } from "../system";

/** What an environment says of a backend's migrations. */
export interface MigrationSettings {
  /** The try that is to run; one more than before runs a failed migration again. */
  readonly attempt: number;
  /** Where the backup is that was taken before a migration that drops something, by the migration's id. */
  readonly backups: Readonly<Record<string, string>>;
}

/** The schema of each backend's database, version by version. */
export const SCHEMAS = byBackend((backend) => databaseOf(backend).schema);

export function checkMigrations(
  migrations: Readonly<Record<BackendName, MigrationSettings>>,
  versions: Readonly<Record<BackendName, ImageVersion>>,
): readonly Problem[] {
  return BACKENDS.flatMap((backend) =>
    under(`migrations.${backend}`, checkBackups(SCHEMAS[backend], versions[backend].tag, migrations[backend].backups)),
  );
}
