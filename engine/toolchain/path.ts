import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { satisfies } from "semver";
import { isComplete, pluginFolder, pluginVersion } from "./plugin";
import type { Tool, ToolSpec } from "./tool";

/** Where the user's own programs are: PATH, then the folder of Pulumi's installer. */
export function userFolders(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const path = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...path, join(homedir(), ".pulumi", "bin")];
}

/** A tool that the user has: on PATH or, a provider's plugin, also where the user's engine keeps plugins. */
export async function ownTool(spec: ToolSpec, folders: readonly string[]): Promise<Tool | undefined> {
  return "plugin" in spec.probe ? ownPlugin(spec, spec.probe.plugin, folders) : toolOnPath(spec, folders);
}

async function ownPlugin(spec: ToolSpec, provider: string, folders: readonly string[]): Promise<Tool | undefined> {
  const { name, programs, accepted } = spec;
  const fetched = pluginFolder(provider, spec.version);
  if (isComplete(fetched) && programs.every((program) => isExecutable(join(fetched, program)))) {
    return { name, version: spec.version, origin: "path", folder: fetched };
  }
  for (const folder of folders) {
    const program = join(folder, programs[0] ?? "");
    const version = isExecutable(program) ? await pluginVersion(program) : undefined;
    if (version !== undefined && satisfies(version, accepted)) {
      return { name, version, origin: "path", folder };
    }
  }
  return undefined;
}

/** A tool on PATH: all its programs in one folder, in a version that will do. */
export function toolOnPath(spec: ToolSpec, folders: readonly string[]): Tool | undefined {
  for (const folder of folders) {
    if (spec.programs.every((program) => isExecutable(join(folder, program)))) {
      const version = versionOf(spec, folder);
      if (version !== undefined && satisfies(version, spec.accepted)) {
        return { name: spec.name, version, origin: "path", folder };
      }
    }
  }
  return undefined;
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf({ probe }: ToolSpec, folder: string): string | undefined {
  if ("plugin" in probe) {
    return undefined;
  }
  try {
    const output = execFileSync(join(folder, probe.program), probe.args, {
      encoding: "utf8",
      timeout: 10_000,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return probe.pattern.exec(output)?.[1];
  } catch {
    return undefined;
  }
}
