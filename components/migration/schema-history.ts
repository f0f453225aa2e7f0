import type { Problem } from "../base/problems";
import { compareVersions } from "../base/version";

/** A table or a column, as it is written in SQL: `users.name`. */
export type Part = string;

/** One migration, by what it does to parts of the schema. Its id is the name of its file. */
export type Migration =
  /** Adds something; nothing that runs notices. */
  | { readonly id: string; readonly phase: "expand"; readonly adds: readonly Part[] }
  /** Copies what is there from one part to others, which then hold the same things. */
  | { readonly id: string; readonly phase: "backfill"; readonly from: Part; readonly to: readonly Part[] }
  /** Drops something, for good. */
  | { readonly id: string; readonly phase: "contract"; readonly drops: readonly Part[] };

/** A version: the migrations that are applied before its code runs, and what that code uses. */
export interface SchemaRelease {
  readonly version: string;
  readonly migrations: readonly Migration[];
  readonly reads: readonly Part[];
  readonly writes: readonly Part[];
}

/** The versions of a service that changed its schema or what they use of it, the first one first. */
export type SchemaHistory = readonly SchemaRelease[];

/** What is wrong with a history: with each version in it, and with each following the one before. */
export function checkSchemaHistory(history: SchemaHistory): readonly Problem[] {
  const problems: Problem[] = [];
  const ids = history.flatMap(({ migrations }) => migrations.map(({ id }) => id));
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) {
    problems.push({ path: id, message: "there are two migrations of this name; each has a file of its own." });
  }
  history.forEach((release, index) => {
    const { version } = release;
    const before = history[index - 1]?.version;
    if (before !== undefined && compareVersions(before, version) >= 0) {
      problems.push({ path: version, message: `it follows ${before}, which is not earlier; versions always rise.` });
    }
    const ran = history.slice(0, index);
    problems.push(...checkParts(ran, release), ...checkContents(history, ran, release));
  });
  return problems;
}

/** Everything that the last version that ran and the next one use must be there once the migrations are applied. */
export function checkParts(ran: readonly SchemaRelease[], next: SchemaRelease): readonly Problem[] {
  const parts = partsAfter([...ran, next]);
  const before = ran.at(-1);
  const missing = (release: SchemaRelease) => uses(release).filter((part) => !parts.has(part));
  const problems: Problem[] = missing(next).map((part) => ({
    path: next.version,
    message: `it uses ${part}, which no migration up to it has added, or one has dropped.`,
  }));
  for (const part of before === undefined ? [] : missing(before)) {
    problems.push({
      path: next.version,
      message:
        `it drops ${part}, which ${before?.version ?? ""} uses and which may run meanwhile, or again. ` +
        `Release a version that does without ${part} first.`,
    });
  }
  return problems;
}

/**
 * What earlier versions wrote, the next one must find. A copy holds what the versions before the one that ran meanwhile
 * wrote: that one goes on writing until it is replaced.
 */
export function checkContents(
  history: SchemaHistory,
  ran: readonly SchemaRelease[],
  next: SchemaRelease,
): readonly Problem[] {
  return groupsOf(history).flatMap((group) => {
    const read = next.reads.filter((part) => group.has(part));
    return ran.flatMap((writer, index) => {
      const holding = holders([...ran, next], index, group);
      return read.length === 0 || holding.size === 0 || read.some((part) => holding.has(part))
        ? []
        : [
            {
              path: next.version,
              message:
                `it reads ${read.join(", ")} and would not find what ${writer.version} wrote to ` +
                `${[...holding].join(", ")}. Copy that in a version after one that writes both.`,
            },
          ];
    });
  });
}

/** The parts there are after these versions. */
export function partsAfter(releases: readonly SchemaRelease[]): ReadonlySet<Part> {
  const parts = new Set<Part>();
  for (const migration of releases.flatMap(({ migrations }) => migrations)) {
    switch (migration.phase) {
      case "expand":
        migration.adds.forEach((part) => parts.add(part));
        break;
      case "backfill":
        break;
      case "contract":
        migration.drops.forEach((part) => parts.delete(part));
        break;
      default:
        migration satisfies never;
    }
  }
  return parts;
}

export function uses({ reads, writes }: SchemaRelease): readonly Part[] {
  return [...new Set([...reads, ...writes])];
}

type Backfill = Extract<Migration, { phase: "backfill" }>;

function backfillsOf({ migrations }: SchemaRelease): readonly Backfill[] {
  return migrations.flatMap((migration) => (migration.phase === "backfill" ? [migration] : []));
}

/** Where what one of the versions wrote to a group is in the end. */
function holders(releases: readonly SchemaRelease[], writer: number, group: ReadonlySet<Part>): ReadonlySet<Part> {
  const holding = new Set(releases[writer]?.writes.filter((part) => group.has(part)));
  // The version that runs while a copy is made is the one before it; only earlier ones have finished writing.
  for (const { from, to } of releases.slice(writer + 2).flatMap(backfillsOf)) {
    if (holding.has(from)) {
      to.forEach((part) => holding.add(part));
    }
  }
  return holding;
}

/** Parts that are to hold the same things in the end, because one is copied to another. */
function groupsOf(history: SchemaHistory): readonly ReadonlySet<Part>[] {
  return history.flatMap(backfillsOf).reduce<readonly ReadonlySet<Part>[]>((found, { from, to }) => {
    const parts = [from, ...to];
    const touched = found.filter((group) => parts.some((part) => group.has(part)));
    const others = found.filter((group) => !touched.includes(group));
    return [...others, new Set([...touched.flatMap((group) => [...group]), ...parts])];
  }, []);
}
