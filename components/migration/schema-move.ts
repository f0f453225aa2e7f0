import type { Problem } from "../base/problems";
import { compareVersions } from "../base/version";
import {
  checkContents,
  checkParts,
  type Migration,
  type SchemaHistory,
  type SchemaRelease,
  uses,
} from "./schema-history";

/** Whether a service may go from one version to another, as far as its schema is concerned. */
export type SchemaMove =
  | { readonly kind: "safe" }
  /** It runs, but does not see what the newer version wrote. */
  | { readonly kind: "hides"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string; readonly instead: string };

/** The migrations that are applied before a version runs, in their order. */
export function migrationsOf(history: SchemaHistory, version: string): readonly Migration[] {
  return history.slice(0, indexOf(history, version) + 1).flatMap(({ migrations }) => migrations);
}

/**
 * What a version drops must have been saved before: each of its migrations that drops something needs a mark, which says
 * where the backup is.
 * @param backups by the migration's id
 */
export function checkBackups(
  history: SchemaHistory,
  version: string,
  backups: Readonly<Record<string, string>>,
): readonly Problem[] {
  const contracting = migrationsOf(history, version).filter(({ phase }) => phase === "contract");
  const missing = contracting
    .filter(({ id }) => (backups[id] ?? "") === "")
    .map(({ id }) => ({
      path: `backups.${id}`,
      message: "it is missing, and the migration drops data for good; take a backup, and write here where it is.",
    }));
  const unknown = Object.keys(backups).filter((id) => !contracting.some((migration) => migration.id === id));
  return [
    ...missing,
    ...unknown.map((id) => ({
      path: `backups.${id}`,
      message: `${version} has no migration of this name that drops anything; correct it or take it out.`,
    })),
  ];
}

/**
 * Judges a change of version in either direction. Going back undoes no migration: the older code runs on the newer schema,
 * so a version that uses what has been dropped is out of reach.
 */
export function schemaMove(history: SchemaHistory, from: string, to: string): SchemaMove {
  const [start, end] = [indexOf(history, from), indexOf(history, to)];
  const target = history[end];
  if (start === end || target === undefined) {
    return { kind: "safe" };
  }
  const ran = history.slice(0, start + 1);
  const next = { ...target, migrations: history.slice(start + 1, end + 1).flatMap(({ migrations }) => migrations) };
  const [missing] = checkParts(ran, next);
  const [hidden] = checkContents(history, ran, next);
  if (end < start) {
    if (missing !== undefined) {
      return outOfReach(target, history.slice(end + 1, start + 1));
    }
    return hidden === undefined ? { kind: "safe" } : { kind: "hides", reason: hidden.message };
  }
  const reason = missing?.message ?? hidden?.message;
  return reason === undefined
    ? { kind: "safe" }
    : {
        kind: "refused",
        reason: `${to} can't follow ${from}: ${reason}`,
        instead: `Go through ${history[start + 1]?.version ?? to} first: each version may follow the one before it.`,
      };
}

/** @param since the versions that followed the one to go back to */
function outOfReach(target: SchemaRelease, since: readonly SchemaRelease[]): SchemaMove {
  const dropped = droppedBetween(since).filter(({ part }) => uses(target).includes(part));
  const parts = dropped.map(({ id, part }) => `${part}, which ${id} has dropped`).join(", and ");
  const nearest = since.find((release) => dropped.every(({ part }) => !uses(release).includes(part)));
  return {
    kind: "refused",
    reason: `${target.version} uses ${parts}; going back undoes no migration.`,
    instead:
      `Go back no further than ${nearest?.version ?? "where you are"}, or forward: release a version that adds ` +
      `${dropped.map(({ part }) => part).join(", ")} again and fills it from the backup.`,
  };
}

function droppedBetween(releases: readonly SchemaRelease[]) {
  return releases.flatMap(({ migrations }) =>
    migrations.flatMap((migration) =>
      migration.phase === "contract" ? migration.drops.map((part) => ({ id: migration.id, part })) : [],
    ),
  );
}

/** The last version in the history that is not later. @returns -1 if all are */
function indexOf(history: SchemaHistory, version: string): number {
  return history.findLastIndex((release) => compareVersions(release.version, version) <= 0);
}
