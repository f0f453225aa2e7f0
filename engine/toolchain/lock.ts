import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "./catalog";
import { go } from "./go-command";
import { LOCK, type LockedModule, lockText } from "./go-module";
import { nodeCatalog } from "./node-catalog";
import { regctl } from "./regctl";
import { testCatalog } from "./test-catalog";
import type { GoBuild, ToolSpec } from "./tool";

/** Every build of the catalogs. */
export function allBuilds(): readonly GoBuild[] {
  const specs = [catalog(), nodeCatalog(), testCatalog()].flatMap((tools): readonly ToolSpec[] => Object.values(tools));
  return [...specs, regctl()].flatMap(({ builds }) => builds);
}

/** What the lock file of a module has to say, as Go sees it on this system. */
export async function lockContent(module: string): Promise<string> {
  const compiled = new Map<string, LockedModule>();
  for (const { packages, tags = [] } of allBuilds().filter((build) => build.module === module)) {
    for (const { program, path } of packages) {
      for (const line of await modulesBehind(module, path, tags)) {
        const [name = "", version = ""] = line.split(" ");
        const programs = compiled.get(line)?.programs ?? [];
        compiled.set(line, { path: name, version, programs: [...programs, program] });
      }
    }
  }
  return lockText([...compiled.values()]);
}

async function modulesBehind(module: string, path: string, tags: readonly string[]): Promise<ReadonlySet<string>> {
  const name = "{{if .Replace}}{{.Replace.Path}} {{.Replace.Version}}{{else}}{{.Path}} {{.Version}}{{end}}";
  const format = `{{with .Module}}{{if not .Main}}${name}{{end}}{{end}}`;
  // -e: what the plugin embeds is not there.
  const args = ["list", "-e", "-deps", "-tags", tags.join(","), "-f", format, path];
  const output = await go({ folder: module, args });
  return new Set(output.split("\n").filter((line) => line !== ""));
}

/** Writes the lock files anew: run it after go.mod or an import of ours has changed. */
export async function updateLocks(): Promise<void> {
  for (const module of new Set(allBuilds().map((build) => build.module))) {
    writeFileSync(join(module, LOCK), await lockContent(module));
  }
}
