import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { type Document, type Node, parse, parseDocument } from "yaml";
import { z } from "zod";
import { writeWhole } from "../../sandbox/process/file";
import { UserError } from "../../sandbox/user-error";
import { parseSettings, release, type ServiceName, type ServiceRelease } from "../../stacks/settings";
import { ROOT } from "../folders";

export type ReleaseSettings = z.infer<typeof release>;

/** What a stack's file says is to run. The program checks it; here it is taken as it is. */
export function releaseOf(stack: string): ReleaseSettings {
  return releaseIn(readFileSync(fileOf(stack), "utf8"));
}

/** What it said in a commit. @throws {UserError} if there is no such commit, or no such file in it */
export function committedRelease(stack: string, commit: string): ReleaseSettings {
  const name = `Pulumi.${stack}.yaml`;
  try {
    const args = ["show", "--end-of-options", `${commit}:${name}`];
    return releaseIn(execFileSync("git", args, { cwd: ROOT, encoding: "utf8", stdio: "pipe" }));
  } catch (error) {
    const { stderr = "" } = error as { readonly stderr?: string };
    throw new UserError(`${name} of commit "${commit}" can't be read; ${stderr.trim()}`);
  }
}

function releaseIn(text: string): ReleaseSettings {
  const file = parse(text) as { config: { "thoughts:release": ReleaseSettings } };
  return file.config["thoughts:release"];
}

/**
 * The same, for a command that goes on from there.
 * @throws {UserError} if there is no such stack, or with all that is wrong with its release
 */
export function readRelease(stack: string): ReleaseSettings {
  if (!/^[a-z0-9-]+$/.test(stack) || !existsSync(fileOf(stack))) {
    throw new UserError(`there is no stack ${stack}: no file Pulumi.${stack}.yaml.`);
  }
  return checkedRelease(stack, releaseOf(stack));
}

/** @throws {UserError} with all that is wrong with it */
export function checkedRelease(stack: string, given: unknown): ReleaseSettings {
  const parsed = parseSettings(z.strictObject({ release }), { release: given });
  if ("problems" in parsed) {
    const lines = parsed.problems.map(({ path, message }) => `  - ${path}: ${message}`);
    throw new UserError(`Pulumi.${stack}.yaml can't be so; nothing was changed.\n${lines.join("\n")}`);
  }
  return parsed.settings.release;
}

/** Writes what one service is to run; everything else in the file stays as it is, with its comments. */
export function writeServiceRelease(stack: string, service: ServiceName, wanted: ServiceRelease): void {
  const text = readFileSync(fileOf(stack), "utf8");
  writeWhole(fileOf(stack), withServiceRelease(text, service, wanted), 0o644);
}

/** The text of a stack's file with another release of one service; all around it stays, to the letter. */
export function withServiceRelease(text: string, service: ServiceName, wanted: ServiceRelease): string {
  const document = parseDocument(text);
  const settings = document.toJS() as unknown as StackFile;
  put(document, [...SERVICES_PATH, service], settings.config["thoughts:release"].services[service], wanted);
  const whole = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  const [from, to] = rangeOf(text, service);
  const [start, end] = rangeOf(whole, service);
  const spliced = text.slice(0, from) + whole.slice(start, end) + text.slice(to);
  // A file that is indented in another way than the library writes is written whole.
  return isDeepStrictEqual(parse(spliced), parse(whole)) ? spliced : whole;
}

const SERVICES_PATH = ["config", "thoughts:release", "services"];

/** Where a service's release is in the text. */
function rangeOf(text: string, service: ServiceName): readonly [number, number] {
  const [start, , end] = (parseDocument(text).getIn([...SERVICES_PATH, service], true) as Node).range ?? [0, 0, 0];
  return [start, end];
}

interface StackFile {
  readonly config: { readonly "thoughts:release": ReleaseSettings };
}

/** Touches only what differs, so that comments beside everything else stay. */
function put(document: Document, path: readonly string[], before: unknown, after: unknown): void {
  if (isDeepStrictEqual(before, after)) {
    return;
  }
  if (after === undefined) {
    document.deleteIn(path);
  } else if (isMapping(before) && isMapping(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      put(document, [...path, key], before[key], after[key]);
    }
  } else {
    document.setIn(path, isMapping(after) || Array.isArray(after) ? document.createNode(after) : after);
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fileOf(stack: string): string {
  return join(ROOT, `Pulumi.${stack}.yaml`);
}
