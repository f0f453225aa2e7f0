import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { writeWhole } from "../process/file";

/** Where a provider plugin comes from. */
export type PluginSource =
  /** The official one if the user has it, otherwise our stand-in. */
  | "official or stand-in"
  /** Ours, whatever the user has: no account may be reached. */
  | "stand-in";

export type Plugins = Readonly<Partial<Record<"aws" | "eks" | "kubernetes", PluginSource>>>;

/** This clone: stand-ins are those of the sandbox that runs, also when the program is of another commit. */
const ROOT = dirname(dirname(__dirname));

/**
 * Puts provider plugins where an engine with this home finds them.
 * @param root the program's clone; its packages say which versions are asked for
 */
export function installPlugins(root: string, home: string, plugins: Plugins): void {
  for (const [provider, source] of Object.entries(plugins)) {
    const official = source === "stand-in" ? undefined : officialPlugin(provider);
    const version = packageVersion(root, `@pulumi/${provider}`);
    const folder = join(home, "plugins", `resource-${provider}-v${version}`);
    const program = join(folder, `pulumi-resource-${provider}`);
    if (!existsSync(program)) {
      mkdirSync(folder, { recursive: true });
      if (official === undefined) {
        writeWhole(program, standInScript(provider), 0o755);
      } else {
        symlinkSync(official, program);
      }
    }
  }
}

/** The official plugin of a provider: on PATH, or in the plugin folder of the user's Pulumi. */
export function officialPlugin(provider: string): string | undefined {
  const program = `pulumi-resource-${provider}`;
  const plugins = join(homedir(), ".pulumi", "plugins");
  const cached = existsSync(plugins)
    ? readdirSync(plugins).filter((entry) => entry.startsWith(`resource-${provider}-v`) && !entry.endsWith(".lock"))
    : [];
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...cached
      .sort()
      .reverse()
      .map((entry) => join(plugins, entry)),
  ];
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

function standInScript(provider: string): string {
  const main = join(ROOT, "sandbox", "providers", provider, "main.ts");
  return `#!/bin/sh\nexec ${typescript()} "${main}" "$@"\n`;
}

/** What runs a TypeScript file of the sandbox, as a shell would be told. */
export function typescript(): string {
  return `"${process.execPath}" --import "file://${require.resolve("tsx", { paths: [ROOT] })}"`;
}

function packageVersion(root: string, name: string): string {
  const file = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
