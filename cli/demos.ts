import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isMap, parseDocument, stringify } from "yaml";
import { writeWhole } from "../engine/process/file";
import { stacksIn } from "../engine/pulumi/state";
import { UserError } from "../engine/user-error";
import { SERVICES } from "../infra/system";
import { type DEMO_SOURCES, isDemo } from "../stacks/names";
import { ENGINE, ROOT, stackFile } from "./folders";
import { readRelease, type ReleaseSettings } from "./release/stack-file";

export type DemoSource = (typeof DEMO_SOURCES)[number];

/** A demo that has a file here, or something in the local cluster. */
export interface Demo {
  readonly name: string;
  /** @default - undefined if its file is gone, or does not say */
  readonly source: string | undefined;
  /** What it is to run. @default - undefined if its file is gone, or says something that can't be */
  readonly release: ReleaseSettings | undefined;
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
  if (existsSync(stackFile(name))) {
    const found = before === undefined ? 'does not say "thoughts:source" under "config"' : `is a copy of ${before}`;
    throw new UserError(
      `Pulumi.${name}.yaml is there, and ${found}, so it is no copy of ${source}; use another name, or delete the file.`,
    );
  }
  replaceDemo(name, source);
  return true;
}

/** Writes the file of a demo, whatever it said. @throws {UserError} if the file of its source says what can't be */
export function replaceDemo(name: string, source: DemoSource): void {
  writeWhole(stackFile(name), demoText(source, readRelease(source)), 0o644);
}

/** The file of a demo of a source that runs this. */
export function demoText(source: DemoSource, release: ReleaseSettings): string {
  const config = {
    // A resource without a provider of its own would land in whatever cluster kubectl points at.
    "pulumi:disable-default-providers": ["aws", "eks", "kubernetes"],
    "thoughts:source": source,
    "thoughts:release": versionsOf(release),
  };
  // The engine reads YAML 1.1 as well, in which more texts need quotes: a day, an octal number.
  return stringify({ config }, { compat: "yaml-1.1" });
}

/** Its versions and flags; a change that is under way in the source is not under way here. */
function versionsOf({ services, flags }: ReleaseSettings) {
  const versions = SERVICES.map((service) => {
    const { tag, digest } = services[service];
    return [service, { tag, ...(digest !== undefined && { digest }) }] as const;
  });
  return { services: Object.fromEntries(versions), ...(Object.keys(flags).length > 0 && { flags }) };
}

export function deleteDemo(name: string): void {
  rmSync(stackFile(name), { force: true });
}

/** The names of the demos of which there is a state in this clone. */
export function demosHere(): readonly string[] {
  return stacksIn(ENGINE).filter(isDemo);
}

/** All demos of this clone, by name. */
export function demos(): readonly Demo[] {
  const files = readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? (/^Pulumi\.(.+)\.yaml$/.exec(entry.name)?.[1] ?? []) : [],
  );
  const here = demosHere();
  const names = [...new Set([...files.filter(isDemo), ...here])].sort();
  return names.map((name) => ({
    name,
    source: sourceIn(name),
    release: releaseIn(name),
    isHere: here.includes(name),
  }));
}

/** @returns undefined if there is no file, or it does not say */
function sourceIn(name: string): string | undefined {
  if (!existsSync(stackFile(name))) {
    return undefined;
  }
  const { contents } = parseDocument(readFileSync(stackFile(name), "utf8"));
  const source = isMap(contents) ? contents.getIn(["config", "thoughts:source"]) : undefined;
  return typeof source === "string" ? source : undefined;
}

/** @returns undefined if there is no file, or it says what can't be */
function releaseIn(name: string): ReleaseSettings | undefined {
  try {
    return readRelease(name);
  } catch (error) {
    if (error instanceof UserError) {
      return undefined;
    }
    throw error;
  }
}
