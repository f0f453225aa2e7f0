import { existsSync } from "node:fs";
import { join } from "node:path";
import { go } from "./go-command";
import { modulesOf } from "./go-module";
import type { BuildStep } from "./tool";

/** Counts the modules that Go fetches, for several modules of ours at once. */
export class Downloads {
  #done = 0;
  #of = 0;

  constructor(private readonly report: (step: BuildStep) => void) {}

  expect(modules: number): void {
    this.#of += modules;
    this.#say();
  }

  /** Go says a line for each one that it begins to fetch. */
  said(line: string): void {
    if (line.startsWith("go: downloading ")) {
      this.#done += 1;
      this.#say();
    }
  }

  #say(): void {
    if (this.#of > 0) {
      this.report({ phase: "modules", done: Math.min(this.#done, this.#of), of: this.#of });
    }
  }
}

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
