import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { type Document, type Node, parse, parseDocument } from "yaml";
import { z } from "zod";
import { writeWhole } from "../../engine/process/file";
import { stackYaml } from "../../engine/pulumi/stack-yaml";
import { UserError } from "../../engine/user-error";
import type { ServiceName } from "../../infra/system";
import type { Keys } from "../../release/keys";
import type { ServiceRelease } from "../../release/service-release";
import { release } from "../../stacks/settings";
import { checkedSettings, demandClearTexts } from "../checked-settings";
import { ROOT, stackFile } from "../folders";

export type ReleaseSettings = z.infer<typeof release>;

/**
 * What a stack's file says is to run. The program checks it; here it is taken as it is.
 * @throws {UserError} if there is no such file, or it names no services
 */
export function releaseOf(stack: string): ReleaseSettings {
  const name = `Pulumi.${stack}.yaml`;
  if (!existsSync(stackFile(stack))) {
    throw new UserError(`there is no file ${name}; bring it back: git checkout ${name}`);
  }
  return releaseIn(name, readFileSync(stackFile(stack), "utf8"));
}

/** What it said in a commit. @throws {UserError} if there is no such commit, or no such file in it */
export function committedRelease(stack: string, commit: string): ReleaseSettings {
  const name = `Pulumi.${stack}.yaml`;
  try {
    const args = ["show", "--end-of-options", `${commit}:${name}`];
    return releaseIn(name, execFileSync("git", args, { cwd: ROOT, encoding: "utf8", stdio: "pipe" }));
  } catch (error) {
    if (error instanceof UserError) {
      throw error;
    }
    const { stderr = "" } = error as { readonly stderr?: string };
    throw new UserError(`${name} of commit "${commit}" can't be read; ${stderr.trim()}`);
  }
}

/** As much as has to be there for anything to be said of the rest. */
const withServices = z.looseObject({
  config: z.looseObject({ "thoughts:release": z.looseObject({ services: z.record(z.string(), z.looseObject({})) }) }),
});

/** @throws {UserError} if the text is no YAML, or names no services */
export function releaseIn(name: string, text: string): ReleaseSettings {
  const file = stackYaml(name, text);
  const { error } = withServices.safeParse(file);
  const [, , , service] = error?.issues[0]?.path ?? [];
  if (service !== undefined) {
    throw new UserError(`${name} says nothing of ${String(service)}; write its version below it, such as tag: v3.7.`);
  }
  if (error !== undefined) {
    throw new UserError(
      `${name} says of no service what is to run; write it under config, thoughts:release, services, such as frontend: { tag: v3.7 }.`,
    );
  }
  return (file as { config: { "thoughts:release": ReleaseSettings } }).config["thoughts:release"];
}

/**
 * The same, for a command that goes on from there.
 * @throws {UserError} if there is no such stack, or with all that is wrong with its release
 */
export function readRelease(stack: string): ReleaseSettings {
  if (!/^[a-z0-9-]+$/.test(stack) || !existsSync(stackFile(stack))) {
    throw new UserError(`there is no stack ${stack}: no file Pulumi.${stack}.yaml.`);
  }
  demandClearTexts(ROOT, stack);
  return checkedRelease(stack, releaseOf(stack));
}

/** @throws {UserError} with all that is wrong with it */
export function checkedRelease(stack: string, given: unknown): ReleaseSettings {
  return checkedSettings(stack, z.strictObject({ release }), { release: given }).release;
}

/** Writes what some services are to run, all at once; everything else in the file stays as it is, with its comments. */
export function writeServiceReleases(
  stack: string,
  names: readonly ServiceName[],
  wanted: Readonly<Record<ServiceName, ServiceRelease>>,
): void {
  writeParts(
    stack,
    names.map((name) => ({ path: ["services", name], wanted: wanted[name] })),
  );
}

/** Writes which step the rotation of the keys is in; everything else stays. */
export function writeKeys(stack: string, wanted: Keys): void {
  writeParts(stack, [{ path: ["keys"], wanted }]);
}

interface Part {
  readonly path: Path;
  readonly wanted: unknown;
}

function writeParts(stack: string, parts: readonly Part[]): void {
  const text = parts.reduce(
    (now, { path, wanted }) => withPart(now, path, wanted),
    readFileSync(stackFile(stack), "utf8"),
  );
  writeWhole(stackFile(stack), text, 0o644);
}

/** Where something is in a stack's release. */
type Path = readonly string[];

/** The text of a stack's file with another part of its release; all around it stays, to the letter. */
export function withPart(text: string, path: Path, wanted: unknown): string {
  if (text.includes("\r\n")) {
    return withPart(text.replaceAll("\r\n", "\n"), path, wanted).replaceAll("\n", "\r\n");
  }
  // Pulumi reads YAML 1.1, in which a time without quotes is no text.
  const document = parseDocument(text, { compat: "yaml-1.1" });
  const whole = [...RELEASE_PATH, ...path];
  const before = document.getIn(whole) as { toJSON?: () => unknown } | undefined;
  put(document, whole, before?.toJSON?.(), wanted);
  const rewritten = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  const old = rangeOf(text, whole);
  const fresh = rangeOf(rewritten, whole);
  const spliced =
    old && fresh
      ? text.slice(0, old[0]) + rewritten.slice(...fresh) + text.slice(old[1])
      : inserted(text, rewritten, whole);
  // A file that is indented in another way than the library writes is written whole.
  return isDeepStrictEqual(parse(spliced), parse(rewritten)) ? spliced : rewritten;
}

/** The text with what another text has at a path, after everything else that is beside it. */
function inserted(text: string, from: string, path: Path): string {
  const [, end] = rangeOf(text, path.slice(0, -1)) ?? [0, text.length];
  const [start, last] = rangeOf(from, path) ?? [0, 0];
  // The line of its key, too.
  const key = from.lastIndexOf(`${path.at(-1) ?? ""}:`, start);
  return text.slice(0, end) + from.slice(from.lastIndexOf("\n", key) + 1, last) + text.slice(end);
}

const RELEASE_PATH: Path = ["config", "thoughts:release"];

/** Where something is in the text. @returns undefined if it is not there */
function rangeOf(text: string, path: Path): [number, number] | undefined {
  const node = parseDocument(text).getIn(path, true) as Node | undefined;
  return node?.range ? [node.range[0], node.range[2]] : undefined;
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
