import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeWhole, writeWhole } from "../process/file";
import { isComplete, pluginFolder } from "../toolchain/plugin";
import type { Tool } from "../toolchain/tool";
import { bundle } from "./bundle";

/** Where a provider plugin comes from. */
export type PluginSource =
  /** The engine fetches the version that the program's SDK names, unless the user's Pulumi has it. */
  | { readonly kind: "fetched" }
  /** A tool that is there, of the version that the program's SDK names. */
  | { readonly kind: "tool"; readonly tool: Tool }
  /** A program for Node, as one that stands in for a provider whose account may not be reached. */
  | NodePlugin;

export interface NodePlugin {
  readonly kind: "node";
  /** Of its bundle. */
  readonly name: string;
  /** Its main file, in TypeScript. */
  readonly main: string;
  /** What it finds in its environment, on top of the engine's own. */
  readonly variables: Readonly<Record<string, string>>;
}

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
    case "node":
      writeLauncher(join(folder, program), source);
      return;
    default:
      source satisfies never;
  }
}

/** The tool may be in another folder than at the last run. */
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

/** A script that runs a program with Node. @param path of the script */
export function writeLauncher(path: string, { name, main, variables }: Omit<NodePlugin, "kind">): void {
  const program = bundle({ name, entry: `import ${JSON.stringify(main)};` });
  const set = Object.entries(variables).map(([name, value]) => `${name}="${value}" `);
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, `#!/bin/sh\n${set.join("")}exec "${process.execPath}" "${program}" "$@"\n`, 0o755);
}

function packageVersion(root: string, name: string): string {
  const file = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
