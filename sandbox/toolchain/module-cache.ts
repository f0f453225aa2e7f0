import { existsSync } from "node:fs";
import { join } from "node:path";
import { go } from "./go-command";
import { modulesOf } from "./go-module";

/** How many of the modules that the programs need are not in the user's module cache. */
export async function missingModules(module: string, programs: readonly string[]): Promise<number> {
  const cache = await go({ folder: module, args: ["env", "GOMODCACHE"] });
  const folders = modulesOf(module, programs).map(({ path, version }) =>
    join(cache, `${escaped(path)}@${escaped(version)}`),
  );
  return folders.filter((folder) => !existsSync(folder)).length;
}

/**
 * A name as the cache spells it, for file systems that tell no capital from a small letter.
 * @see https://go.dev/ref/mod#module-cache
 */
function escaped(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
