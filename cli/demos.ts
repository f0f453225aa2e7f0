import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { writeWhole } from "../engine/process/file";
import { stateFile, stateFolder } from "../engine/pulumi/state";
import { UserError } from "../engine/user-error";
import { SERVICES } from "../infra/system";
import { type DEMO_SOURCES, isDemo } from "../stacks/names";
import { ENGINE, ROOT } from "./folders";
import { releaseOf, type ReleaseSettings } from "./release/stack-file";

export type DemoSource = (typeof DEMO_SOURCES)[number];

/** A demo that has a file here, or something in the local cluster. */
export interface Demo {
  readonly name: string;
  /** @default - undefined if its file is gone */
  readonly source: string | undefined;
  /** Whether there is a state of it in this clone. */
  readonly isHere: boolean;
}

/** @throws {UserError} if it is no name that a demo may have */
export function checkDemoName(name: string): void {
  if (!isDemo(name)) {
    throw new UserError(
      `"${name}" is no name of a demo; use "demo-" and lower-case letters, digits and "-", at most 40, such as demo-anna.`,
    );
  }
}

/**
 * Writes the file of a demo, if it is not there: what its source runs now, and nothing of its source's history.
 * @returns whether it was written
 * @throws {UserError} if there is one that is a copy of another environment
 */
export function writeDemo(name: string, source: DemoSource): boolean {
  const before = sourceIn(name);
  if (before === source) {
    return false;
  }
  if (existsSync(fileOf(name))) {
    throw new UserError(
      `Pulumi.${name}.yaml is there, and is a copy of ${before ?? "nothing"}, not of ${source}; use another name, or delete the file.`,
    );
  }
  const config = { "thoughts:source": source, "thoughts:release": versionsOf(releaseOf(source)) };
  writeWhole(fileOf(name), stringify({ config }), 0o644);
  return true;
}

/** Its versions and flags; a change that is under way in the source is not under way here. */
function versionsOf({ services, flags }: ReleaseSettings) {
  const versions = SERVICES.map((service) => {
    const { tag, digest } = services[service];
    return [service, { tag, ...(digest !== undefined && { digest }) }] as const;
  });
  return { services: Object.fromEntries(versions), flags };
}

export function deleteDemo(name: string): void {
  rmSync(fileOf(name), { force: true });
}

/** All demos of this clone, by name. */
export function demos(): readonly Demo[] {
  const files = readdirSync(ROOT).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const states = join(stateFile(stateFolder(ENGINE), "demo"), "..");
  const stacks = existsSync(states) ? readdirSync(states).map((file) => file.replace(/\.json(\.bak)?$/, "")) : [];
  const names = [...new Set([...files, ...stacks])].filter(isDemo).sort();
  return names.map((name) => ({ name, source: sourceIn(name), isHere: stacks.includes(name) }));
}

/** @returns undefined if there is no file, or it does not say */
function sourceIn(name: string): string | undefined {
  if (!existsSync(fileOf(name))) {
    return undefined;
  }
  const file = parse(readFileSync(fileOf(name), "utf8")) as { config?: Readonly<Record<string, unknown>> } | null;
  const source = file?.config?.["thoughts:source"];
  return typeof source === "string" ? source : undefined;
}

function fileOf(name: string): string {
  return join(ROOT, `Pulumi.${name}.yaml`);
}
