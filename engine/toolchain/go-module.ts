import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { GoBuild } from "./tool";

/** The file beside go.mod that says, of every module that is compiled, into which programs. */
export const LOCK = "modules.lock";

/** A module that is compiled into programs: a line of the lock file. */
export interface LockedModule {
  readonly path: string;
  readonly version: string;
  readonly programs: readonly string[];
}

export function readLock(module: string): readonly LockedModule[] {
  const lines = readFileSync(join(module, LOCK), "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [path = "", version = "", ...programs] = line.split(" ");
      return { path, version, programs };
    });
}

export function lockText(modules: readonly LockedModule[]): string {
  const lines = modules.map(({ path, version, programs }) => [path, version, ...[...programs].sort()].join(" "));
  return lines
    .sort()
    .map((line) => `${line}\n`)
    .join("");
}

/** The modules that are compiled into any of these programs. */
export function modulesOf(module: string, programs: readonly string[]): readonly LockedModule[] {
  return readLock(module).filter((locked) => locked.programs.some((program) => programs.includes(program)));
}

/** The oldest Go that the module accepts, as its go.mod says. */
export function oldestGo(module: string): string {
  return /^go (\S+)$/m.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1] ?? "";
}

/** All that decides what a build makes: it differs where the recipe, a source file of ours or a compiled module does. */
export function contentOf(build: GoBuild): object {
  const { module, packages, ...rest } = build;
  return {
    ...rest,
    module: basename(module),
    packages: packages.map((made) => ({
      ...made,
      modules: modulesOf(module, [made.program]).map(({ path, version }) => `${path} ${version}`),
      sources: made.path.startsWith(".") ? sourcesOf(join(module, made.path)) : [],
    })),
  };
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map(
      (file) =>
        `${file} ${createHash("sha256")
          .update(readFileSync(join(folder, file)))
          .digest("hex")}`,
    );
}
