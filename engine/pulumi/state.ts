import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { writeWhole } from "../process/file";

interface Resource {
  /** `urn:pulumi:<stack>::<project>::<types>::<name>` */
  readonly urn: string;
  readonly type: string;
  /** @default - none: a component */
  readonly id?: string;
  /** @default - none: the stack itself, or a provider that it does not name */
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Whether it was replaced, and is still to be deleted. @default false */
  readonly delete?: boolean;
}

/** A resource or a component of a stack, as its state has it. */
export interface StackPart {
  /** Its logical name. */
  readonly name: string;
  readonly type: string;
  /** The provider's: of a Kubernetes object its namespace and name, `example/frontend`. @default - undefined: a component */
  readonly id: string | undefined;
  /** The logical name of what it is a part of. @default - undefined: of nothing */
  readonly parent: string | undefined;
  /** What was asked for, without what is encrypted. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What the engine keeps of a stack in a file backend, as far as it is read here. */
interface Checkpoint {
  readonly latest?: {
    readonly pending_operations?: readonly unknown[];
    readonly resources?: readonly Resource[];
  } | null;
}

/** The key by which the engine marks an encrypted value. */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";

/** The file backend of a workspace in a folder. */
export function stateFolder(folder: string): string {
  return join(folder, "state");
}

/** The file of the stack's state in a file backend. */
export function stateFile(backend: string, stack: string): string {
  return join(backend, ".pulumi", "stacks", "thoughts", `${stack}.json`);
}

/** The stacks of which there is a state in a folder, whole or moved aside by a run that was killed. */
export function stacksIn(folder: string): readonly string[] {
  const states = dirname(stateFile(stateFolder(folder), "any"));
  const files = existsSync(states) ? readdirSync(states) : [];
  return [...new Set(files.flatMap((file) => /^(.+)\.json(\.bak)?$/.exec(file)?.[1] ?? []))].sort();
}

/** All files of the stack's state, those included that a killed run has left half written. */
export function stateFiles(backend: string, stack: string): readonly string[] {
  const file = stateFile(backend, stack);
  const folder = dirname(file);
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  return files.filter((one) => one === file || one.startsWith(`${file}.`));
}

/** Whether there is a state of the stack in a folder, whole or moved aside by a run that was killed. */
export function hasState(folder: string, stack: string): boolean {
  const file = stateFile(stateFolder(folder), stack);
  return existsSync(file) || existsSync(oldOf(file));
}

/** Whether a state has resources in it, or only the stack itself and its providers. */
export function hasResources(folder: string, stack: string): boolean {
  return resourcesIn(folder, stack).some(({ type }) => !type.startsWith("pulumi:"));
}

/** The provider's ids of the resources of a type: of a Kubernetes object its namespace and name, `example/frontend`. */
export function idsOf(folder: string, stack: string, type: string): readonly string[] {
  return resourcesIn(folder, stack).flatMap((resource) => (resource.type === type ? (resource.id ?? []) : []));
}

/** All that a stack has: its resources and the components that they are parts of. */
export function partsOf(folder: string, stack: string): readonly StackPart[] {
  return resourcesIn(folder, stack)
    .filter((resource) => resource.delete !== true)
    .map(({ urn, type, id, parent, inputs = {} }) => ({
      name: nameIn(urn),
      type,
      id,
      parent: parent === undefined ? undefined : nameIn(parent),
      inputs: withoutSecrets(inputs) as StackPart["inputs"],
    }));
}

function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** A value without the fields and elements that are encrypted. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((element) => !isSecret(element)).map(withoutSecrets);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const open = Object.entries(value).filter(([, field]) => !isSecret(field));
  return Object.fromEntries(open.map(([key, field]) => [key, withoutSecrets(field)]));
}

/**
 * Mends what a run that was killed while it wrote has left. The engine moves the state aside before it writes the new one:
 * then only the old one is there. Each file has its attributes in a file of its own, which is written first and in place:
 * one that is cut off makes its file, and the folder that it is in, unreadable for the engine (`EOF`); one that is missing
 * does not. A file that was not moved to its place yet is beside it, as `.tmp`.
 * @see https://github.com/google/go-cloud/blob/v0.46.0/blob/fileblob/attrs.go
 * @see https://github.com/google/go-cloud/blob/v0.46.0/blob/fileblob/fileblob.go
 */
export function restoreState(backend: string, stack: string): void {
  for (const file of filesIn(join(backend, ".pulumi"))) {
    const isHalf = file.endsWith(".tmp") || (file.endsWith(".attrs") && jsonIn(file) === undefined);
    if (isHalf && !isWritten(file, stack)) {
      rmSync(file, { force: true });
    }
  }
  const file = stateFile(backend, stack);
  if (existsSync(oldOf(file)) && checkpointIn(file) === undefined) {
    writeWhole(file, readFileSync(oldOf(file)));
  }
}

/** An engine at work on another stack needs less time to write them. */
const WRITING_MS = 10_000;

/** Whether an engine may be writing a file: nobody works on this stack, and on others somebody may. */
function isWritten(file: string, stack: string): boolean {
  const isOwn = file.split(sep).some((part) => part === stack || part.startsWith(`${stack}.`));
  return !isOwn && Date.now() - statSync(file).mtimeMs < WRITING_MS;
}

/** Operations of which the state does not know how they ended. */
export function pendingOperations(backend: string, stack: string): number {
  return checkpointIn(stateFile(backend, stack))?.latest?.pending_operations?.length ?? 0;
}

/**
 * The outputs of a stack that were deployed last, without starting an engine; encrypted ones are left out.
 * @param folder the workspace's
 * @returns none if there is no state, or no run has come to its end yet
 */
export function readOutputs(folder: string, stack: string): Readonly<Record<string, unknown>> {
  const outputs = resourcesIn(folder, stack).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => !isSecret(value)));
}

function resourcesIn(folder: string, stack: string): readonly Resource[] {
  const file = stateFile(stateFolder(folder), stack);
  return (checkpointIn(file) ?? checkpointIn(oldOf(file)))?.latest?.resources ?? [];
}

/** Whether it is a value that the engine has encrypted. */
export function isSecret(value: unknown): value is object {
  return typeof value === "object" && value !== null && SECRET_MARK in value;
}

function oldOf(file: string): string {
  return `${file}.bak`;
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** @returns undefined if there is no such file, or not a whole one */
function checkpointIn(file: string): Checkpoint | undefined {
  return (jsonIn(file) as { readonly checkpoint: Checkpoint } | null | undefined)?.checkpoint;
}

/** @returns undefined if there is no such file, or not a whole one */
function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
