import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** The files that each module imports, both relative to the root of the repository. Packages are left out. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const MODULE = /\.(ts|tsx|mts|mjs)$/;

/** The imports of every module of a clone, committed or not; imports of types alone are none. */
export function importsIn(root: string): Imports {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8" }).split("\0");
  const modules = files.filter((file) => MODULE.test(file) && existsSync(join(root, file)));
  const { metafile } = buildSync({
    stdin: { contents: modules.map((file) => `import ${JSON.stringify(`./${file}`)};`).join("\n"), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const inputs = Object.entries(metafile.inputs);
  return new Map(
    inputs.map(([file, { imports }]) => [file, imports.filter(({ external }) => !external).map(({ path }) => path)]),
  );
}
