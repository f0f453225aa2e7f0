import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { writeWhole } from "../process/file";

/** This clone: what is bundled is of the sandbox that runs, also when the program is of another commit. */
export const ROOT = dirname(dirname(__dirname));

const CACHE = join(ROOT, "node_modules", ".cache", "thoughts");

export interface BundleArgs {
  readonly name: string;
  /** TypeScript that imports what is wanted, by absolute paths. */
  readonly entry: string;
  /** Folders of the sources, apart from packages: if a file in them changes, the bundle is made anew. */
  readonly sources: readonly string[];
}

/**
 * One JavaScript file of all that an entry imports. The engine starts plugins again on each run, and a bundle starts in a
 * sixth of the time that its many files take.
 * @returns its path
 */
export function bundle({ name, entry, sources }: BundleArgs): string {
  const hash = createHash("sha256").update(entry);
  for (const file of [join(ROOT, "package-lock.json"), ...sources.flatMap(filesOf)]) {
    hash.update(file).update(readFileSync(file));
  }
  const path = join(CACHE, `${name}-${hash.digest("hex").slice(0, 16)}.cjs`);
  if (!existsSync(path)) {
    mkdirSync(CACHE, { recursive: true });
    for (const old of readdirSync(CACHE).filter((file) => file.startsWith(`${name}-`))) {
      rmSync(join(CACHE, old));
    }
    writeWhole(path, built(entry));
  }
  return path;
}

function built(entry: string): Buffer {
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    platform: "node",
    target: `node${process.versions.node}`,
    write: false,
    // Packages that load others only where they are there bring warnings that nobody can act on.
    logLevel: "error",
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
