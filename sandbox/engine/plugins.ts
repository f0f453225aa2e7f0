import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { makeWhole, writeWhole } from "../process/file";
import { bundle, ROOT } from "./bundle";
import { downloadedPlugin, officialPlugin } from "./official-plugin";

/** Where a provider plugin comes from. */
export type PluginSource =
  /** The official one: the user's if it has the version that is asked for, otherwise as the engine gets it. */
  | "official"
  /** The official one if the user has it, otherwise our stand-in. */
  | "official or stand-in"
  /** Ours, whatever the user has: no account may be reached. */
  | "stand-in";

export type Plugins = Readonly<Partial<Record<"aws" | "eks" | "kubernetes", PluginSource>>>;

/**
 * Puts provider plugins where an engine with this home finds them.
 * @param root the program's clone; its packages say which versions are asked for
 */
export function installPlugins(root: string, home: string, plugins: Plugins): void {
  for (const [provider, source] of Object.entries(plugins)) {
    const version = packageVersion(root, `@pulumi/${provider}`);
    const folder = join(home, "plugins", `resource-${provider}-v${version}`);
    if (source === "official") {
      linkOfficial(provider, version, folder);
      continue;
    }
    const official = source === "stand-in" ? undefined : officialPlugin(provider);
    const program = join(folder, `pulumi-resource-${provider}`);
    mkdirSync(folder, { recursive: true });
    if (official === undefined) {
      writeWhole(program, `#!/bin/sh\nexec "${process.execPath}" "${standIn(provider)}" "$@"\n`, 0o755);
    } else if (!existsSync(program)) {
      symlinkSync(official, program);
    }
  }
}

/** File by file: the engine takes a link to a folder for no plugin. */
function linkOfficial(provider: string, version: string, folder: string): void {
  const official = downloadedPlugin(provider, version);
  if (official === undefined) {
    return;
  }
  makeWhole(folder, (fresh) => {
    mkdirSync(fresh);
    readdirSync(official).forEach((file) => symlinkSync(join(official, file), join(fresh, file)));
  });
}

/** The program of our stand-in for a provider, for Node to run. */
export function standIn(provider: string): string {
  const folder = join(ROOT, "sandbox", "providers", provider);
  return bundle({
    name: `resource-${provider}`,
    entry: `import ${JSON.stringify(join(folder, "main.ts"))};`,
    sources: [folder, join(folder, "..", "wire"), join(ROOT, "sandbox", "process")],
  });
}

function packageVersion(root: string, name: string): string {
  const file = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
