import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { record, type Recorded } from "../../components/testing/recording";
import { createBootstrap } from "../../infra/bootstrap/bootstrap";
import { BOOTSTRAP_STACKS } from "../settings";
import { bootstrapOf, environmentOf } from "../environments";
import { runProgram } from "../program";
import { committedConfig, TODAY } from "./settings";

export const STACKS = ["local", "staging", "production"] as const;
export type Stack = (typeof STACKS)[number];

/** Every stack whose graph is committed: environments, and what their accounts have before. */
export const GRAPHS: readonly string[] = [...STACKS, ...BOOTSTRAP_STACKS];

/** File texts by name. */
export type Files = ReadonlyMap<string, string>;

/** Where the committed graph of a stack lies: one file a component, so that a change shows where it is. */
function folderOf(stack: string): string {
  return join(__dirname, "..", "expected", stack);
}

export function recordStack(stack: string) {
  const config = committedConfig(stack);
  return record(() => {
    if (BOOTSTRAP_STACKS.includes(stack)) {
      createBootstrap(bootstrapOf(config));
    } else {
      runProgram(environmentOf(config), TODAY);
    }
  });
}

/** The resource graph of a stack as files; what has no parent is in `stack.yaml`. */
export async function renderStack(stack: string): Promise<Files> {
  const { resources } = await recordStack(stack);
  const files = new Map<string, Record<string, unknown>>();
  for (const resource of [...resources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const component = resource.parent ?? (resource.custom ? "stack" : resource.name);
    const file = `${component}.yaml`;
    files.set(file, { ...files.get(file), [resource.name]: rendered(resource) });
  }
  return new Map(
    [...files].map(([file, content]) => [file, stringify(content, { sortMapEntries: true, lineWidth: 0 })]),
  );
}

/** Only what says something: an option that was not given has no line. */
function rendered(resource: Recorded): Record<string, unknown> {
  const options = Object.entries(resource)
    .filter(([key]) => OPTIONS.has(key))
    .map(([key, value]: [string, unknown]) => [key, Array.isArray(value) ? value.toSorted() : value] as const)
    .filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false));
  const { type, custom, remote, inputs } = resource;
  return { type, ...Object.fromEntries(options), ...((custom || remote) && { inputs: shortened(inputs) }) };
}

const OPTIONS: ReadonlySet<string> = new Set<keyof Recorded>([
  "provider",
  "dependsOn",
  "deletedWith",
  "protect",
  "ignoreChanges",
  "secretOutputs",
]);

/** The text of a dynamic provider is a file of its own, and dashboards are thousands of lines; their hash says enough. */
function shortened(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(inputs).map(([key, value]) => {
    if (key === "data" && inputs.kind === "ConfigMap") {
      return [key, shortened(value as Readonly<Record<string, unknown>>)] as const;
    }
    return [key, typeof value === "string" && /^__provider$|\.json$/.test(key) ? hashed(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function hashed(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

export function readExpected(stack: string): Files {
  const folder = folderOf(stack);
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

export function writeExpected(stack: string, files: Files): void {
  const folder = folderOf(stack);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) {
    writeFileSync(join(folder, file), text);
  }
}
