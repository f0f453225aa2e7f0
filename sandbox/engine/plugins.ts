import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where a provider plugin came from. */
export type PluginOrigin = "official" | "stand-in";

const KUBERNETES = "kubernetes";

/**
 * Puts the provider plugins the program needs where an engine with this home looks first: the official one if the user
 * has it, otherwise our stand-in.
 */
export function installPlugins(root: string, home: string): PluginOrigin {
  const version = packageVersion(root, "@pulumi/kubernetes");
  const folder = join(home, "plugins", `resource-${KUBERNETES}-v${version}`);
  const official = officialPlugin(KUBERNETES);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    const program = join(folder, `pulumi-resource-${KUBERNETES}`);
    if (official === undefined) {
      writeFileSync(program, standInScript(root), { mode: 0o755 });
    } else {
      symlinkSync(official, program);
    }
  }
  return official === undefined ? "stand-in" : "official";
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

function standInScript(root: string): string {
  const main = join(root, "sandbox", "providers", KUBERNETES, "main.ts");
  const loader = require.resolve("tsx", { paths: [root] });
  return `#!/bin/sh\nexec "${process.execPath}" --import "file://${loader}" "${main}" "$@"\n`;
}

function packageVersion(root: string, name: string): string {
  const file = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}
