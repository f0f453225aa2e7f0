import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeWhole, writeWhole } from "../process/file";
import { isComplete, pluginFolder } from "../toolchain/plugin";
import type { Tool } from "../toolchain/tool";
import { bundle, ROOT } from "./bundle";

/** Where a provider plugin comes from. */
export type PluginSource =
  /** The engine fetches the version that the program's SDK names, unless the user's Pulumi has it. */
  | { readonly kind: "fetched" }
  /** A tool that is there, of the version that the program's SDK names. */
  | { readonly kind: "tool"; readonly tool: Tool }
  /** The same behind a layer that records Helm releases whose charts can't be fetched. */
  | { readonly kind: "recording releases"; readonly tool: Tool; readonly repositories: string }
  /** An imitation: no account may be reached. */
  | { readonly kind: "stand-in" };

export type Plugins = Readonly<Partial<Record<"aws" | "eks" | "kubernetes", PluginSource>>>;

/**
 * Puts provider plugins where an engine with this home finds them.
 * @param root the program's clone; its packages say which versions are asked for
 */
export function installPlugins(root: string, home: string, plugins: Plugins): void {
  for (const [provider, source] of Object.entries(plugins)) {
    const version = packageVersion(root, `@pulumi/${provider}`);
    const folder = join(home, "plugins", `resource-${provider}-v${version}`);
    install(provider, source, folder, pluginFolder(provider, version));
  }
}

function install(provider: string, source: PluginSource, folder: string, fetched: string): void {
  const program = `pulumi-resource-${provider}`;
  switch (source.kind) {
    case "fetched":
      if (isComplete(fetched)) {
        linkAll(fetched, folder);
      }
      return;
    case "tool":
      link(join(source.tool.folder, program), join(folder, program));
      return;
    case "recording releases":
      writeLauncher(join(folder, program), pluginProgram("helm"), {
        KUBERNETES_PLUGIN: join(source.tool.folder, program),
        CHART_REPOSITORIES: source.repositories,
      });
      return;
    case "stand-in":
      writeLauncher(join(folder, program), pluginProgram(provider), {});
      return;
    default:
      source satisfies never;
  }
}

/** The tool may be in another place than at the last run. */
function link(program: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(`${path}.new`, { force: true });
  symlinkSync(program, `${path}.new`);
  renameSync(`${path}.new`, path);
}

/** File by file: the engine takes a link to a folder for no plugin. */
function linkAll(from: string, folder: string): void {
  makeWhole(folder, (fresh) => {
    mkdirSync(fresh);
    readdirSync(from).forEach((file) => symlinkSync(join(from, file), join(fresh, file)));
  });
}

/** A script that runs a program with Node. */
function writeLauncher(path: string, program: string, variables: Readonly<Record<string, string>>): void {
  const set = Object.entries(variables).map(([name, value]) => `${name}="${value}" `);
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, `#!/bin/sh\n${set.join("")}exec "${process.execPath}" "${program}" "$@"\n`, 0o755);
}

/** The program of a plugin of ours, for Node to run. */
function pluginProgram(name: string): string {
  const folder = join(ROOT, "sandbox", "providers", name);
  return bundle({
    name: `resource-${name}`,
    entry: `import ${JSON.stringify(join(folder, "main.ts"))};`,
  });
}

function packageVersion(root: string, name: string): string {
  const file = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
