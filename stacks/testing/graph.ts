import { createHash } from "node:crypto";
import { type Maker, record, type Recorded } from "../../components/testing/recording";
import { createBootstrap } from "../../infra/bootstrap/bootstrap";
import { bootstrapOf, environmentOf } from "../environments";
import { BOOTSTRAP_STACKS, STACKS } from "../names";
import { runProgram } from "../program";
import { committedConfig, TODAY } from "./settings";

/** Every stack whose graph is committed: environments, and what their accounts have before. */
export const GRAPHS: readonly string[] = [...STACKS, ...BOOTSTRAP_STACKS];

/** @param make see `record` */
export function recordStack(stack: string, make?: Maker) {
  const config = committedConfig(stack);
  return record(() => {
    if (BOOTSTRAP_STACKS.includes(stack)) {
      createBootstrap(bootstrapOf(config));
    } else {
      runProgram(environmentOf(config), TODAY);
    }
  }, make);
}

/** The resources of a stack, by component and then by name; those without a parent are of the component `stack`. */
export type Graph = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export async function graphOf(stack: string): Promise<Graph> {
  const { resources } = await recordStack(stack);
  const graph = new Map<string, Record<string, unknown>>();
  for (const resource of [...resources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const component = resource.parent ?? (resource.custom ? "stack" : resource.name);
    graph.set(component, { ...graph.get(component), [resource.name]: rendered(resource) });
  }
  return graph;
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
