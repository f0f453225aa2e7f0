import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { satisfies } from "semver";
import type { Tool, ToolSpec } from "./tool";

/** Where the user's own programs are: PATH, then the folder of Pulumi's installer. */
export function userFolders(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const path = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...path, join(homedir(), ".pulumi", "bin")];
}

/** A tool that the user has: all its programs in one folder, in a version that will do. */
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
